-- Decides any number of requests, each about any number of limits, all or nothing: unless every required limit of a request admits it, and one of
-- its quotas if it has any, none is charged.
--
-- KEYS: each key once.
-- ARGV: the number of reservations, then for each of them which request it is, the index of its key, for how many
--       milliseconds it lives and is kept;
--       then the number of terms, then of each algorithm, count, period, capacity, length of a tick;
--       then for each request how often it is made, the number of its limits, then for each limit
--       index of its key, index of its terms, cost, role.
-- Answer: now, then for each request how many decisions follow, and for each of these: admitted, and for each of its limits: admitted, delay, remaining,
-- retry after, reset after. Microseconds all. Decisions that do not follow are as the last one.

local states, changed = {}, {}
-- So many at once, since Lua passes only some thousands.
for first = 1, #KEYS, 1000 do
  local last = math.min(first + 999, #KEYS)
  for i, text in ipairs(redis.call('MGET', unpack(KEYS, first, last))) do states[first + i - 1] = read(text) end
end

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
      if limit.terms.algorithm == 'sliding-window-log' then charged = { charged[#charged - 1], charged[#charged] } end
      local returned = redis.call('GET', name .. ':returned')
      if returned then redis.call('PEXPIRE', name .. ':returned', reservation.kept, 'GT') end
      local terms = limit.terms
      redis.call('HSET', reservation.key, 'key:' .. size, name, 'algorithm:' .. size, terms.algorithm,
        'terms:' .. size, written({ terms.count, terms.period, terms.capacity, terms.tick }),
        'charged:' .. size, written(charged), 'returned:' .. size, returned or '0')
    end
  end
  redis.call('HSET', reservation.key, 'size', size, 'cost', limits[1].cost, 'expires', string.format('%.0f', now + reservation.lives * 1000))
  redis.call('PEXPIRE', reservation.key, reservation.kept)
end

local terms = {}
local first_terms = at + 1
for i = 1, tonumber(ARGV[at]) do
  local a = first_terms + (i - 1) * 5
  terms[i] = {
    algorithm = ARGV[a], count = tonumber(ARGV[a + 1]), period = tonumber(ARGV[a + 2]), capacity = tonumber(ARGV[a + 3]), tick = tonumber(ARGV[a + 4])
  }
end
at = first_terms + #terms * 5

local answer = { now }

-- Whether a counter changed.
local function once(limits, reservation)
  local results, tentative = {}, {}
  local admitted, quotas, open_quotas = true, 0, 0
  for i, limit in ipairs(limits) do
    local result = decide[limit.terms.algorithm](tentative[limit.key] or states[limit.key], limit.terms, limit.cost)
    results[i] = result
    if result.admitted or result.charged then tentative[limit.key] = result.state end
    if limit.role == 'REQUIRED' and not result.admitted then admitted = false end
    if limit.role == 'QUOTA' then
      quotas = quotas + 1
      if result.admitted then open_quotas = open_quotas + 1 end
    end
  end
  admitted = admitted and (quotas == 0 or open_quotas > 0)
  answer[#answer + 1] = admitted and 1 or 0
  if admitted and reservation then reserve(reservation, limits, results) end
  local any_changed = false
  for i, limit in ipairs(limits) do
    local result = results[i]
    if result.charged or result.admitted and admitted then
      states[limit.key] = result.state
      if limit.cost > 0 then
        changed[limit.key] = result.reset
        any_changed = true
      end
    elseif result.admitted then
      -- Not charged after all.
      result = decide[limit.terms.algorithm](states[limit.key], limit.terms, 0)
    end
    local n = #answer
    answer[n + 1] = result.admitted and 1 or 0
    answer[n + 2] = result.delay
    answer[n + 3] = result.remaining
    answer[n + 4] = result.retry
    answer[n + 5] = result.reset
  end
  return any_changed
end

local request, last = 0, #ARGV
while at <= last do
  local times, size = tonumber(ARGV[at]), tonumber(ARGV[at + 1])
  request = request + 1
  local limits = {}
  for i = 1, size do
    local a = at + 2 + (i - 1) * 4
    limits[i] = { key = tonumber(ARGV[a]), terms = terms[tonumber(ARGV[a + 1])], cost = tonumber(ARGV[a + 2]), role = ARGV[a + 3] }
  end
  local told = #answer + 1
  for n = 1, times do
    answer[told] = n
    -- It would be decided the same again.
    if not once(limits, reservations[request]) then break end
  end
  at = at + 2 + size * 4
end

for key, reset in pairs(changed) do
  redis.call('SET', KEYS[key], written(states[key]), 'PX', string.format('%.0f', ceildiv(reset, 1000)))
end
return answer
