-- Settles a reservation: once, and says the same when it is asked for the same again.
--
-- KEYS: the reservation. The counters that it names have its hash tag, so they lie in the same slot.
-- ARGV: how, the true cost, and for how many milliseconds it has to be known what was given back.
-- Answer: what became of it, and if it is settled, then for each of its limits: its key, and hits given back, charged and missing.

local refund = {}

refund['fixed-window'] = function(charged, state, t, hits)
  local start, used = window(state, t)
  if start ~= charged[1] then return 0, state end
  local returned = math.min(hits, used)
  return returned, { start, used - returned }
end

refund['sliding-window-log'] = function(charged, state, t, hits)
  local log, returned = {}, 0
  for i = 1, #state, 2 do
    local at, left = state[i], state[i + 1]
    if at + t.period > now then
      if at == charged[1] then
        returned = math.min(hits, left)
        left = left - returned
      end
      if left > 0 then
        log[#log + 1] = at
        log[#log + 1] = left
      end
    end
  end
  return returned, log
end

refund['sliding-window-counter'] = function(charged, state, t, hits)
  local start, previous, current = windows(state, t)
  local returned = 0
  if start == charged[1] then
    returned = math.min(hits, current)
    current = current - returned
  elseif start == charged[1] + t.period then
    returned = math.min(hits, previous)
    previous = previous - returned
  end
  return returned, { start, previous, current }
end

-- Of so many parts of hits, those that were surely there ever since the charge.
local function whole(hits, charged, there, t, since)
  if since >= t.capacity then return 0 end
  return math.max(0, math.min(hits, div(math.min(charged - since * t.period, there), t.period)))
end

refund['token-bucket'] = function(charged, state, t, hits, since)
  local at, missing = refilled(state, t, div(now, t.tick))
  local _, lacked = refilled(charged, t, at)
  local returned = whole(hits, lacked, missing, t, since)
  return returned, { at, missing - returned * t.period }
end

refund['gcra'] = function(charged, state, t, hits, since)
  local function ahead(slot)
    local ticks = (slot[1] or 0) - div(now, t.tick)
    if ticks < 0 then return 0 end
    if ticks > div(t.capacity * t.period, t.count) then return t.capacity * t.period end
    return ticks * t.count + slot[2]
  end
  local returned = whole(hits, ahead(charged), ahead(state), t, since)
  local tick = (state[1] or 0) - div(returned * t.period, t.count)
  local part = (state[2] or 0) - returned * t.period % t.count
  if part < 0 then tick, part = tick - 1, part + t.count end
  return returned, { tick, part }
end

local reservation, how, cost, known = KEYS[1], ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local record, fields = {}, redis.call('HGETALL', reservation)
for i = 1, #fields, 2 do record[fields[i]] = fields[i + 1] end

local function settle(i)
  local name, numbers = record['key:' .. i], read(record['terms:' .. i])
  local algorithm, t = record['algorithm:' .. i], { count = numbers[1], period = numbers[2], capacity = numbers[3], tick = numbers[4] }
  local ledger, state = name .. ':returned', read(redis.call('GET', name))
  local total = tonumber(redis.call('GET', ledger) or '0')
  local more, returned, charged = cost - tonumber(record.cost), 0, 0
  if more < 0 then
    returned, state = refund[algorithm](read(record['charged:' .. i]), state, t, -more, total - tonumber(record['returned:' .. i]))
  elseif more > 0 then
    charged = math.min(more, decide[algorithm](state, t, 0).remaining)
    state = decide[algorithm](state, t, charged).state
  end
  if returned > 0 then
    redis.call('SET', ledger, string.format('%.0f', total + returned), 'PX', math.max(known, redis.call('PTTL', ledger)))
  end
  if returned + charged > 0 then
    local reset = decide[algorithm](state, t, 0).reset
    if reset == 0 then
      redis.call('DEL', name)
    else
      redis.call('SET', name, written(state), 'PX', string.format('%.0f', ceildiv(reset, 1000)))
    end
  end
  return written({ returned, charged, math.max(0, more) - charged })
end

if not record.cost then return { 'UNKNOWN' } end
if record.settled and (record.settled ~= how or tonumber(record.spent) ~= cost) then return { record.settled, record.spent } end
if not record.settled then
  if now >= tonumber(record.expires) then return { 'EXPIRED' } end
  redis.call('HSET', reservation, 'settled', how, 'spent', ARGV[2])
  for i = 1, tonumber(record.size) do
    record['outcome:' .. i] = settle(i)
    redis.call('HSET', reservation, 'outcome:' .. i, record['outcome:' .. i])
  end
end
local answer = { 'SETTLED', string.format('%.0f', now) }
for i = 1, tonumber(record.size) do
  answer[#answer + 1] = record['key:' .. i]
  answer[#answer + 1] = record['outcome:' .. i]
end
return answer
