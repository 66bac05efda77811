-- Slots that are held until their leases end, as dev.casebook.limiter.algorithms.Slots has them: a sorted set of holders by the end of their leases.
--
-- KEYS: the slots.
-- ARGV: acquire, renew or release; who; how many slots there are; the lease in microseconds.
-- Answer: now, whether it was done, how many are held, when the first lease ends or now. Microseconds.

local slots, action, holder, count, lease = KEYS[1], ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local function number(value) return string.format('%.0f', value) end

redis.call('ZREMRANGEBYSCORE', slots, '-inf', number(now))
local done = false
if action == 'release' then
  done = redis.call('ZREM', slots, holder) == 1
elseif action == 'renew' and redis.call('ZSCORE', slots, holder) or action == 'acquire' and redis.call('ZCARD', slots) < count then
  redis.call('ZADD', slots, number(now + lease), holder)
  done = true
end

-- Asked before the expiry is set, which looks at the clock anew, and deletes what has ended meanwhile.
local held = redis.call('ZCARD', slots)
local first, last = redis.call('ZRANGE', slots, 0, 0, 'WITHSCORES')[2], redis.call('ZRANGE', slots, -1, -1, 'WITHSCORES')[2]
if last then redis.call('PEXPIREAT', slots, number(ceildiv(tonumber(last), 1000))) end
return { now, done and 1 or 0, held, tonumber(first or now) }
