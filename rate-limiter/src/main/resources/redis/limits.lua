-- Decides any number of requests, each about any number of limits, all or nothing: unless every required limit of a request admits it, and one of
-- its quotas if it has any, none is charged.
-- The same algorithms as the Java classes in dev.casebook.limiter.algorithms, which say what they mean. Every value here is a whole number
-- below 2^53, where doubles are exact.
--
-- KEYS: each key once.
-- ARGV: for each request the number of its limits, then for each limit
--       index of its key, algorithm, count, period, capacity, length of a tick, cost, role.
-- Answer: now, then for each request: admitted, and for each of its limits: admitted, delay, remaining, retry after, reset after. Microseconds all.

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local NEVER = -1

local function div(a, b) return math.floor(a / b) end
local function ceildiv(a, b) return math.ceil(a / b) end
local function ticks_until(tick, t) return math.max(0, tick * t.tick - now) end

local function decision(admitted, remaining, retry, reset, state)
  return { admitted = admitted, delay = 0, remaining = remaining, retry = admitted and 0 or retry, reset = reset, state = state }
end

local decide = {}

decide['fixed-window'] = function(state, t, cost)
  local start, hits = state[1] or 0, state[2] or 0
  local current = now - now % t.period
  if current > start then start, hits = current, 0 end
  local left = start + t.period - now
  local admitted = cost <= t.count - hits
  if admitted then hits = hits + cost end
  return decision(admitted, t.count - hits, cost > t.count and NEVER or left, hits == 0 and 0 or left, { start, hits })
end

-- The only one that counts what it refuses; and so it does when another limit refuses the request.
decide['counting-window'] = function(state, t, cost)
  local start, hits = state[1] or 0, state[2] or 0
  local current = now - now % t.period
  if current > start then start, hits = current, 0 end
  local left = start + t.period - now
  hits = math.min(4503599627370496, hits + cost)
  local result = decision(hits <= t.count, math.max(0, t.count - hits), left, left, { start, hits })
  result.charged = true
  return result
end

decide['sliding-window-log'] = function(state, t, cost)
  local log, hits = {}, 0
  for i = 1, #state, 2 do
    if state[i] + t.period > now then
      log[#log + 1] = state[i]
      log[#log + 1] = state[i + 1]
      hits = hits + state[i + 1]
    end
  end
  local admitted = cost <= t.count - hits
  local retry = NEVER
  if admitted and cost > 0 then
    if #log > 0 and log[#log - 1] >= now then
      log[#log] = log[#log] + cost
    else
      log[#log + 1] = now
      log[#log + 1] = cost
    end
    hits = hits + cost
  elseif not admitted and cost <= t.count then
    local room, i = t.count - hits, -1
    while room < cost do
      i = i + 2
      room = room + log[i + 1]
    end
    retry = log[i] + t.period - now
  end
  return decision(admitted, t.count - hits, retry, #log == 0 and 0 or log[#log - 1] + t.period - now, log)
end

decide['sliding-window-counter'] = function(state, t, cost)
  local start, previous, current = state[1] or 0, state[2] or 0, state[3] or 0
  local tick = div(now, t.tick)
  local window = tick - tick % t.period
  if window > start then
    previous = window == start + t.period and current or 0
    start, current = window, 0
  end
  local elapsed = math.max(0, tick - start)
  local function room() return t.count - current - ceildiv(previous * (t.period - elapsed), t.period) end
  local function fades(hits, free)
    if free < 0 then return t.period end
    if hits <= free then return 0 end
    return t.period - div(free * t.period, hits)
  end
  local admitted = cost <= room()
  local retry = NEVER
  if admitted then
    current = current + cost
  elseif cost <= t.count then
    local fits = fades(previous, t.count - current - cost)
    if fits >= t.period then fits = t.period + fades(current, t.count - cost) end
    retry = ticks_until(start + fits, t)
  end
  local forgotten = current > 0 and start + 2 * t.period or previous > 0 and start + t.period or 0
  return decision(admitted, math.max(0, room()), retry, ticks_until(forgotten, t), { start, previous, current })
end

decide['token-bucket'] = function(state, t, cost)
  local at, missing = state[1] or 0, state[2] or 0
  local tick = div(now, t.tick)
  local elapsed = math.max(0, tick - at)
  missing = elapsed >= ceildiv(missing, t.count) and 0 or missing - elapsed * t.count
  at = math.max(at, tick)
  local function filled(parts) return parts == 0 and 0 or at + ceildiv(parts, t.count) end
  local room = t.capacity * t.period - missing
  local admitted = cost <= div(room, t.period)
  local retry = NEVER
  if admitted then
    missing = missing + cost * t.period
  elseif cost <= t.capacity then
    retry = ticks_until(filled(cost * t.period - room), t)
  end
  return decision(admitted, div(t.capacity * t.period - missing, t.period), retry, ticks_until(filled(missing), t), { at, missing })
end

-- GCRA and the leaky bucket: a time line of slots, each a tick and a part of one, of which a tick has `count`.
local function schedule(state, t, cost)
  local begin_tick, begin_part = state[1] or 0, state[2] or 0
  local tick = div(now, t.tick)
  if begin_tick < tick then begin_tick, begin_part = tick, 0 end
  local end_tick, end_part, admitted, retry = begin_tick, begin_part, false, NEVER
  if cost <= t.capacity then
    local parts = cost * t.period % t.count + begin_part
    local placed_tick = begin_tick + div(cost * t.period, t.count) + div(parts, t.count)
    local placed_part = parts % t.count
    local behind = placed_part - t.capacity * t.period % t.count
    local earliest = placed_tick - div(t.capacity * t.period, t.count) + (behind > 0 and 1 or 0)
    admitted = earliest <= tick
    retry = ticks_until(earliest, t)
    if admitted then end_tick, end_part = placed_tick, placed_part end
  end
  local function slot_until(slot, part) return ticks_until(slot + ceildiv(part, t.count), t) end
  local ahead, remaining = end_tick - tick, 0
  if ahead <= div(t.capacity * t.period, t.count) then
    remaining = div(t.capacity * t.period - ahead * t.count - end_part, t.period)
  end
  local result = decision(admitted, remaining, retry, slot_until(end_tick, end_part), { end_tick, end_part })
  return result, slot_until(begin_tick, begin_part)
end

decide['gcra'] = function(state, t, cost)
  return (schedule(state, t, cost))
end

decide['leaky-bucket'] = function(state, t, cost)
  local result, turn = schedule(state, t, cost)
  if result.admitted and cost > 0 then result.delay = turn end
  return result
end

local states, changed = {}, {}
for i, key in ipairs(KEYS) do
  states[i] = {}
  for number in string.gmatch(redis.call('GET', key) or '', '%S+') do
    table.insert(states[i], tonumber(number))
  end
end

local answer = { now }
local at = 1
while at <= #ARGV do
  local size = tonumber(ARGV[at])
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
  local numbers = {}
  for i, number in ipairs(states[key]) do numbers[i] = string.format('%.0f', number) end
  redis.call('SET', KEYS[key], table.concat(numbers, ' '), 'PX', string.format('%.0f', ceildiv(reset, 1000)))
end
return answer
