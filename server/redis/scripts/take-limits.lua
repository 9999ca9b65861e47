-- Takes a cost from each limit of a call if all of them have that much left, else from none.
-- Base Lua only. What a key holds, all times in µs of this server's clock:
--   log     a list: the time of each call, oldest first. It lives for a window after its first call, and for two after
--           its second: whenever its head changes it is given that long, and no call comes later than a window after
--           the head. So a call costs one read and one short append.
--   groups  "s", calls counted (3 bytes), then per group of calls, oldest first: time of its last call (7 bytes), calls
--           (3 bytes), all big-endian. A group counts until its last call has left the window.
--   smooth  in decimals the time at which the whole burst is free again (GCRA's theoretical arrival time). It lives for
--           twice the time in which a whole burst gets free, counted from when it last passed a multiple of that: until
--           it passes the next, a call costs one read and one INCRBY.
-- Anything else found under a key (another version's value, damage) counts as nothing taken.
-- KEYS     the limits of each call, call after call, all in one Cluster slot
-- ARGV     segments of calls that ask alike, in the order of their keys; each: number of calls, cost of each, 1 = take or
--          0 = only look, limits of each call, then per limit four numbers:
--          log: limit, window µs, 1, ms of a window · groups: limit, window µs, µs within which calls share a group, ms
--          of a window · smooth: burst, µs per call, 0, ms in which two bursts get free
-- Returns  flat: now, then per call that was taken one number per limit: what remains, or of a smooth one the µs until all
--          is free again; per other call -1 and per limit: remaining, µs until all is free, µs until this cost can
--          succeed (0 = this limit allows it)
local call, pcall, byte, char, sub = redis.call, redis.pcall, string.byte, string.char, string.sub
local floor, max, min, format = math.floor, math.max, math.min, string.format

local time = call('TIME')
local now = time[1] * 1000000 + time[2]
local nowText = format('%.0f', now)
local reply, replied = { now }, 1

local function answer(number)
  replied = replied + 1
  reply[replied] = number
end

-- Log. `first` is what stands at its head: drops it and those after it as far as they have left the window.
local function tidyLog(key, first, rule)
  local at, gone = tonumber(first), 0
  if not at then return call('DEL', key) end
  if at > now then
    -- The server's clock was set back: such calls count from now, so for no less than a window and not for long.
    local times = call('LRANGE', key, '0', '-1')
    for i, text in ipairs(times) do
      if (tonumber(text) or 0) > now then times[i] = nowText end
    end
    call('DEL', key)
    call('RPUSH', key, unpack(times))
    return
  end
  while at and at <= now - rule.spanUs do
    gone = gone + 1
    at = tonumber(call('LINDEX', key, gone) or nil)
  end
  call('LTRIM', key, gone, '-1')
end

-- Whether the head may stay; an empty log has none.
local function isTidy(first, rule)
  if not first then return true end
  local at = tonumber(first)
  return at and at <= now and now - at < rule.spanUs
end

local function keepLog(key, used, rule)
  call('PEXPIRE', key, used == 1 and rule.holdMs or rule.holdTwiceMs)
end

-- Every look answers: remaining, µs until all is free, µs until the cost can succeed, and what its take needs.
local function lookLog(key, rule, cost)
  local first = pcall('LINDEX', key, '0')
  local isChanged = not isTidy(first, rule)
  if isChanged then tidyLog(key, first, rule) end
  local used = call('LLEN', key)
  if isChanged and used > 0 then keepLog(key, 2, rule) end
  local function untilGone(place)
    local at = tonumber(call('LINDEX', key, place) or nil) or now
    return min(at + rule.spanUs - now, rule.spanUs)
  end
  local remaining = rule.capacity - used
  return remaining, used > 0 and untilGone(-1) or 0, cost > remaining and untilGone(cost - remaining - 1) or 0, used
end

local function takeLog(key, rule, cost)
  local times = {}
  for i = 1, cost do times[i] = nowText end
  local used = call('RPUSH', key, unpack(times))
  if used - cost <= 1 then keepLog(key, used, rule) end
  return rule.capacity - used
end

-- Groups.
local function readTime(text, at)
  local a, b, c, d, e, f, g = byte(text, at, at + 6)
  return (((((a * 256 + b) * 256 + c) * 256 + d) * 256 + e) * 256 + f) * 256 + g
end

local function readCount(text, at)
  local a, b, c = byte(text, at, at + 2)
  return (a * 256 + b) * 256 + c
end

local function writeTime(value)
  local high = floor(value / 16777216)
  local low = value - high * 16777216
  return char(floor(high / 16777216), floor(high / 65536) % 256, floor(high / 256) % 256, high % 256,
    floor(low / 65536), floor(low / 256) % 256, low % 256)
end

local function writeCount(value)
  return char(floor(value / 65536), floor(value / 256) % 256, value % 256)
end

-- The server's clock was set back by at least `backUs`: the calls count as made that much earlier, so that they
-- neither count for longer than a window from now nor, in real time, for less than one.
local function shiftBack(text, backUs)
  local groups = { sub(text, 1, 4) }
  for at = 5, #text, 10 do
    groups[#groups + 1] = writeTime(readTime(text, at) - backUs) .. sub(text, at + 7, at + 9)
  end
  return table.concat(groups)
end

local function lookGroups(key, rule, cost)
  local stored = pcall('GET', key)
  if type(stored) ~= 'string' then stored = '' end
  local windowUs, length = rule.spanUs, #stored
  local used, first, newest = 0, 5, 0
  if length > 4 and length % 10 == 4 and byte(stored, 1) == 115 then
    newest = readTime(stored, length - 9)
    if newest > now then
      stored = shiftBack(stored, newest - now)
      newest = now
    end
    used = readCount(stored, 2)
    while first < length and now - readTime(stored, first) >= windowUs do
      used = used - readCount(stored, first + 7)
      first = first + 10
    end
  else
    stored, length = '', 0
  end
  local remaining = rule.capacity - used
  local resetUs = used > 0 and newest + windowUs - now or 0
  if cost > remaining then
    local missing, retryUs = cost - remaining, 0
    while missing > 0 do
      retryUs = readTime(stored, first) + windowUs - now
      missing = missing - readCount(stored, first + 7)
      first = first + 10
    end
    return remaining, resetUs, retryUs
  end
  local size, last = cost, length
  if used > 0 and floor(now / rule.groupUs) == floor(newest / rule.groupUs) then
    size, last = cost + readCount(stored, length - 2), length - 10
  end
  local value = 's' .. writeCount(used + cost) .. sub(stored, first, last) .. writeTime(now) .. writeCount(size)
  return remaining, resetUs, 0, { value, remaining - cost }
end

local function takeGroups(key, rule, _, taken)
  call('SET', key, taken[1], 'PX', rule.holdMs)
  return taken[2]
end

-- Smooth.
local function lookSmooth(key, rule, cost)
  local stored = pcall('GET', key)
  local freeAt = type(stored) == 'string' and tonumber(stored) or 0
  local fullUs, perCallUs = rule.fullUs, rule.spanUs
  -- The server's clock may have been set back.
  local busyUs = freeAt > now and min(freeAt - now, fullUs) or 0
  local thenUs = busyUs + cost * perCallUs
  return floor((fullUs - busyUs) / perCallUs), busyUs, max(thenUs - fullUs, 0), thenUs
end

local function takeSmooth(key, rule, _, thenUs)
  call('SET', key, format('%.0f', now + thenUs), 'PX', rule.holdMs)
  return thenUs
end

local function ruleAt(place)
  local capacity, spanUs, groupUs = tonumber(ARGV[place]), tonumber(ARGV[place + 1]), tonumber(ARGV[place + 2])
  local isLog, isSmooth = groupUs == 1, groupUs == 0
  return {
    isLog = isLog,
    isSmooth = isSmooth,
    look = isLog and lookLog or isSmooth and lookSmooth or lookGroups,
    take = isLog and takeLog or isSmooth and takeSmooth or takeGroups,
    capacity = capacity,
    spanUs = spanUs,
    fullUs = capacity * spanUs,
    groupUs = groupUs,
    holdMs = ARGV[place + 3],
    holdTwiceMs = isLog and format('%.0f', 2 * tonumber(ARGV[place + 3])) or nil,
  }
end

local remaining, resetUs, retryUs, taken = {}, {}, {}, {}

-- One call, whose limits begin after KEYS[before].
local function decide(before, rules, cost, takes)
  local isTaken = takes
  for i, rule in ipairs(rules) do
    remaining[i], resetUs[i], retryUs[i], taken[i] = rule.look(KEYS[before + i], rule, cost)
    isTaken = isTaken and retryUs[i] == 0
  end
  if isTaken then
    for i, rule in ipairs(rules) do answer(rule.take(KEYS[before + i], rule, cost, taken[i])) end
    return
  end
  answer(-1)
  for i = 1, #rules do
    answer(remaining[i])
    answer(resetUs[i])
    answer(retryUs[i])
  end
end

-- What nearly every call is: one log, one call of it. Appended first, and taken back where that was too much.
local function takeFromLogs(before, calls, rules)
  local rule = rules[1]
  local capacity, since = rule.capacity, now - rule.spanUs
  for i = before + 1, before + calls do
    local key = KEYS[i]
    local first = pcall('LINDEX', key, '0')
    local at = first and tonumber(first)
    local isTidy = not first or (at and at > since and at <= now)
    if not isTidy then tidyLog(key, first, rule) end
    local used = call('RPUSH', key, nowText)
    if used <= 2 or not isTidy then keepLog(key, used, rule) end
    if used <= capacity then
      answer(capacity - used)
    else
      call('RPOP', key)
      decide(i - 1, rules, 1, true)
    end
  end
end

-- The same for smooth limits, whatever the cost.
local function takeFromSmooth(before, calls, rules, cost)
  local rule = rules[1]
  local costUs, fullUs = cost * rule.spanUs, rule.fullUs
  local costText = format('%.0f', costUs)
  for i = before + 1, before + calls do
    local stored = pcall('GET', KEYS[i])
    local freeAt = stored and tonumber(stored) or 0
    local thenAt = freeAt + costUs
    local isSpent = freeAt <= now or thenAt - now > fullUs or floor(freeAt / fullUs) ~= floor(thenAt / fullUs)
    if isSpent or pcall('INCRBY', KEYS[i], costText) ~= thenAt then
      decide(i - 1, rules, cost, true)
    else
      answer(thenAt - now)
    end
  end
end

local before, place = 0, 1
while place < #ARGV do
  local calls, cost, takes = tonumber(ARGV[place]), tonumber(ARGV[place + 1]), ARGV[place + 2] == '1'
  local limits, rules = tonumber(ARGV[place + 3]), {}
  for i = 1, limits do rules[i] = ruleAt(place + 4 * i) end
  if takes and limits == 1 and rules[1].isLog and cost == 1 then
    takeFromLogs(before, calls, rules)
  elseif takes and limits == 1 and rules[1].isSmooth then
    takeFromSmooth(before, calls, rules, cost)
  else
    for first = 0, calls - 1 do decide(before + first * limits, rules, cost, takes) end
  end
  before = before + calls * limits
  place = place + 4 + 4 * limits
end
return reply
