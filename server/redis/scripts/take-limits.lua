-- Takes a cost from each limit of a call if all of them have that much left, else from none.
-- Base Lua only; one GET and one SET per limit. A value holds numbers as big-endian bytes:
--   strict  "s", calls counted (3 bytes), then per group of calls, oldest first: time of its last call (7 bytes, µs of
--           this server's clock), calls (3 bytes). A group counts until its last call has left the window.
--   smooth  "g" and in decimals the time at which the whole burst is free again, µs (GCRA's theoretical arrival time)
-- Anything else found under a key (another version's value, damage) counts as nothing taken.
-- Calls that ask alike share a run and are decided one after the other.
-- KEYS     the limits of each call, call after call, all in one Cluster slot
-- ARGV[1]  cost of each call
-- ARGV[2]  1 = take, 0 = only look
-- ARGV[3]  limits of each call
-- ARGV[4]  number of rules; then per rule four numbers
--          strict: limit, window µs, µs within which calls share a group, ms to keep a value
--          smooth: burst, µs per call, 0, 0
-- then     per key the number of its rule, from 1
-- Returns  flat: now in µs, then per limit: remaining, µs until all is free, µs until this cost can succeed. A call is
--          allowed where the last is 0 for all its limits.
local call, byte, char, sub = redis.call, string.byte, string.char, string.sub
local floor, max, min = math.floor, math.max, math.min

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

local time = call('TIME')
local now = time[1] * 1000000 + time[2]
local nowBytes = writeTime(now)
local cost, takes, perCall = tonumber(ARGV[1]), ARGV[2] == '1', tonumber(ARGV[3])

-- The server's clock was set back by at least `backUs`: the calls count as made that much earlier, so that they
-- neither count for longer than a window from now nor, in real time, for less than one.
local function shiftBack(text, backUs)
  local groups = { sub(text, 1, 4) }
  for at = 5, #text, 10 do
    groups[#groups + 1] = writeTime(readTime(text, at) - backUs) .. sub(text, at + 7, at + 9)
  end
  return table.concat(groups)
end

-- Both answer: remaining, resetUs, retryUs, and where the call fits: value with it, ms to keep that, resetUs then.
local function lookStrict(stored, rule)
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
  local value = 's' .. writeCount(used + cost) .. sub(stored, first, last) .. nowBytes .. writeCount(size)
  return remaining, resetUs, 0, value, rule.holdMs, windowUs
end

local function lookSmooth(stored, rule)
  local perCallUs = rule.spanUs
  local fullUs = rule.capacity * perCallUs
  local freeAt = byte(stored, 1) == 103 and tonumber(sub(stored, 2)) or 0
  -- The server's clock may have been set back.
  local busyUs = min(max(freeAt - now, 0), fullUs)
  local thenUs = busyUs + cost * perCallUs
  local remaining = floor((fullUs - busyUs) / perCallUs)
  if thenUs > fullUs then return remaining, busyUs, thenUs - fullUs end
  return remaining, busyUs, 0, string.format('g%.0f', now + thenUs), floor(thenUs / 1000) + 1, thenUs
end

local rules, place = {}, 5
for number = 1, tonumber(ARGV[4]) do
  local groupUs = tonumber(ARGV[place + 2])
  rules[tostring(number)] = {
    look = groupUs > 0 and lookStrict or lookSmooth,
    capacity = tonumber(ARGV[place]),
    spanUs = tonumber(ARGV[place + 1]),
    groupUs = groupUs,
    holdMs = ARGV[place + 3],
  }
  place = place + 4
end

local reply, values, holdMs, resetUs = { now }, {}, {}, {}
for first = 1, #KEYS, perCall do
  local isAllowed, last = true, first + perCall - 1
  for i = first, last do
    -- pcall: the key may hold a list of an earlier version.
    local stored = redis.pcall('GET', KEYS[i])
    local rule, at = rules[ARGV[place + i - 1]], 3 * i
    reply[at - 1], reply[at], reply[at + 1], values[i], holdMs[i], resetUs[i] =
      rule.look(type(stored) == 'string' and stored or '', rule)
    isAllowed = isAllowed and values[i]
  end
  if isAllowed and takes then
    for i = first, last do
      call('SET', KEYS[i], values[i], 'PX', holdMs[i])
      reply[3 * i - 1] = reply[3 * i - 1] - cost
      reply[3 * i] = resetUs[i]
    end
  end
end
return reply
