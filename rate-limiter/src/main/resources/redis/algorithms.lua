-- The same algorithms as the Java classes in dev.casebook.limiter.algorithms, which say what they mean: the beginning of each script. Every value here
-- is a whole number below 2^53, where doubles are exact.

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

local function window(state, t)
  local start, hits = state[1] or 0, state[2] or 0
  local current = now - now % t.period
  if current > start then return current, 0 end
  return start, hits
end

decide['fixed-window'] = function(state, t, cost)
  local start, hits = window(state, t)
  local left = start + t.period - now
  local admitted = cost <= math.max(0, t.count - hits)
  if admitted then hits = hits + cost end
  return decision(admitted, math.max(0, t.count - hits), cost > t.count and NEVER or left, hits == 0 and 0 or left, { start, hits })
end

-- The only one that counts what it refuses; and so it does when another limit refuses the request.
decide['counting-window'] = function(state, t, cost)
  local start, hits = window(state, t)
  local left = start + t.period - now
  hits = math.min(4503599627370496, hits + cost)
  local result = decision(hits <= t.count, t.count - hits, left, left, { start, hits })
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
  local admitted = cost <= math.max(0, t.count - hits)
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
  return decision(admitted, math.max(0, t.count - hits), retry, #log == 0 and 0 or log[#log - 1] + t.period - now, log)
end

local function windows(state, t)
  local start, previous, current = state[1] or 0, state[2] or 0, state[3] or 0
  local tick = div(now, t.tick)
  local window = tick - tick % t.period
  if window > start then
    previous = window == start + t.period and current or 0
    start, current = window, 0
  end
  return start, previous, current, tick
end

decide['sliding-window-counter'] = function(state, t, cost)
  local start, previous, current, tick = windows(state, t)
  local elapsed = math.max(0, tick - start)
  local function room() return t.count - current - ceildiv(previous * (t.period - elapsed), t.period) end
  local function fades(hits, free)
    if free < 0 then return t.period end
    if hits <= free then return 0 end
    return t.period - div(free * t.period, hits)
  end
  local admitted = cost <= math.max(0, room())
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

local function refilled(state, t, tick)
  local at, missing = state[1] or 0, state[2] or 0
  local elapsed = math.max(0, tick - at)
  return math.max(at, tick), elapsed >= ceildiv(missing, t.count) and 0 or missing - elapsed * t.count
end

decide['token-bucket'] = function(state, t, cost)
  local at, missing = refilled(state, t, div(now, t.tick))
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

local function slot_until(slot, part, t) return ticks_until(slot + ceildiv(part, t.count), t) end

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
  local ahead, remaining = end_tick - tick, 0
  if ahead <= div(t.capacity * t.period, t.count) then
    remaining = div(t.capacity * t.period - ahead * t.count - end_part, t.period)
  end
  local result = decision(admitted, remaining, retry, slot_until(end_tick, end_part, t), { end_tick, end_part })
  return result, slot_until(begin_tick, begin_part, t)
end

decide['gcra'] = function(state, t, cost)
  return (schedule(state, t, cost))
end

decide['leaky-bucket'] = function(state, t, cost)
  local result, turn = schedule(state, t, cost)
  if result.admitted and cost > 0 then result.delay = turn end
  return result
end

-- The numbers of a state, as they are kept.
local function read(text)
  local state = {}
  for number in string.gmatch(text or '', '%S+') do state[#state + 1] = tonumber(number) end
  return state
end

local function written(state)
  local numbers = {}
  for i, number in ipairs(state) do numbers[i] = string.format('%.0f', number) end
  return table.concat(numbers, ' ')
end
