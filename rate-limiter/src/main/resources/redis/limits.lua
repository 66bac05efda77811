-- Decides any number of requests, each about any number of limits, all or nothing: unless every required limit of a request admits it, and one of
-- its quotas if it has any, none is charged.
--
-- KEYS: each key once.
-- ARGV: the number of reservations, then for each of them which request it is, the index of its key, for how many
--       milliseconds it lives and is kept;
--       then for each request the number of its limits, then for each limit
--       index of its key, algorithm, count, period, capacity, length of a tick, cost, role.
-- Answer: now, then for each request: admitted, and for each of its limits: admitted, delay, remaining, retry after, reset after. Microseconds all.

local states, changed = {}, {}
for i, key in ipairs(KEYS) do states[i] = read(redis.call('GET', key)) end

local reservations, at = {}, 2
for _ = 1, tonumber(ARGV[1]) do
  reservations[tonumber(ARGV[at])] = { key = KEYS[tonumber(ARGV[at + 1])], lives = tonumber(ARGV[at + 2]), kept = tonumber(ARGV[at + 3]) }
  at = at + 4
end

-- What a reservation has taken from each limit, for whoever settles it. What was given back to a counter has to be known as long as it lives.
local function reserve(reservation, limits, results)
  local size = 0
  for i, limit in ipairs(limits) do
    if results[i].admitted then
      size = size + 1
      local name, charged = KEYS[limit.key], results[i].state
      if limit.algorithm == 'sliding-window-log' then charged = { charged[#charged - 1], charged[#charged] } end
      local returned = redis.call('GET', name .. ':returned')
      if returned then redis.call('PEXPIRE', name .. ':returned', reservation.kept, 'GT') end
      redis.call('HSET', reservation.key, 'key:' .. size, name, 'algorithm:' .. size, limit.algorithm,
        'terms:' .. size, written({ limit.count, limit.period, limit.capacity, limit.tick }),
        'charged:' .. size, written(charged), 'returned:' .. size, returned or '0')
    end
  end
  redis.call('HSET', reservation.key, 'size', size, 'cost', limits[1].cost, 'expires', string.format('%.0f', now + reservation.lives * 1000))
  redis.call('PEXPIRE', reservation.key, reservation.kept)
end

local answer, request = { now }, 0
while at <= #ARGV do
  local size = tonumber(ARGV[at])
  request = request + 1
  local limits, results, tentative = {}, {}, {}
  local admitted, quotas, open_quotas = true, 0, 0
  for i = 1, size do
    local a = at + 1 + (i - 1) * 8
    local limit = {
      key = tonumber(ARGV[a]), algorithm = ARGV[a + 1], count = tonumber(ARGV[a + 2]), period = tonumber(ARGV[a + 3]),
      capacity = tonumber(ARGV[a + 4]), tick = tonumber(ARGV[a + 5]), cost = tonumber(ARGV[a + 6])
    }
    local role = ARGV[a + 7]
    local result = decide[limit.algorithm](tentative[limit.key] or states[limit.key], limit, limit.cost)
    limits[i], results[i] = limit, result
    if result.admitted or result.charged then tentative[limit.key] = result.state end
    if role == 'REQUIRED' and not result.admitted then admitted = false end
    if role == 'QUOTA' then
      quotas = quotas + 1
      if result.admitted then open_quotas = open_quotas + 1 end
    end
  end
  admitted = admitted and (quotas == 0 or open_quotas > 0)
  answer[#answer + 1] = admitted and 1 or 0
  if admitted and reservations[request] then reserve(reservations[request], limits, results) end
  for i, limit in ipairs(limits) do
    local result = results[i]
    if result.charged or result.admitted and admitted then
      states[limit.key] = result.state
      if limit.cost > 0 then changed[limit.key] = result.reset end
    elseif result.admitted then
      -- Not charged after all.
      result = decide[limit.algorithm](states[limit.key], limit, 0)
    end
    for _, value in ipairs({ result.admitted and 1 or 0, result.delay, result.remaining, result.retry, result.reset }) do
      answer[#answer + 1] = value
    end
  end
  at = at + 1 + size * 8
end

for key, reset in pairs(changed) do
  redis.call('SET', KEYS[key], written(states[key]), 'PX', string.format('%.0f', ceildiv(reset, 1000)))
end
return answer
