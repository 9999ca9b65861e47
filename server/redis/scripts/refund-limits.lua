-- Gives calls back that take-limits.lua took, as far as they still count, and tells every process.
-- KEYS     as in take-limits.lua
-- ARGV[1]  cost that was taken
-- ARGV[2]  channel, ARGV[3] message: whose limits changed
-- ARGV[3i+1], ARGV[3i+2], ARGV[3i+3]  of KEYS[i]: the second and third number of its rule as in take-limits.lua; the
--          receipt: of a strict call its time, of a smooth one the begin of its slot, µs
-- Returns  the number of limits that got something back
local byte, char, sub, floor = string.byte, string.char, string.sub, math.floor
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local cost = tonumber(ARGV[1])

local function readTime(text, at)
  local a, b, c, d, e, f, g = byte(text, at, at + 6)
  return (((((a * 256 + b) * 256 + c) * 256 + d) * 256 + e) * 256 + f) * 256 + g
end

local function readCount(text, at)
  local a, b, c = byte(text, at, at + 2)
  return (a * 256 + b) * 256 + c
end

local function writeCount(value)
  return char(floor(value / 65536), floor(value / 256) % 256, value % 256)
end

-- The log's head may change, and whatever is appended within a window after the head must stay for a window.
local function refundLog(key, windowUs, receipt)
  local removed = redis.pcall('LREM', key, -cost, string.format('%.0f', receipt))
  if type(removed) ~= 'number' or removed == 0 then return 0 end
  redis.call('PEXPIRE', key, string.format('%.0f', floor(2 * windowUs / 1000) + 2))
  return 1
end

-- Only the group that holds the call: another's place would be freed at the wrong time.
local function refundGroups(stored, groupUs, receipt)
  if byte(stored, 1) ~= 115 then return nil end
  for at = 5, #stored, 10 do
    local last = readTime(stored, at)
    if last >= receipt then
      if floor(last / groupUs) ~= floor(receipt / groupUs) then return nil end
      local size = readCount(stored, at + 7)
      local back = math.min(cost, size)
      local group = size > back and sub(stored, at, at + 6) .. writeCount(size - back) or ''
      local used = readCount(stored, 2) - back
      return used > 0 and 's' .. writeCount(used) .. sub(stored, 5, at - 1) .. group .. sub(stored, at + 10) or ''
    end
  end
end

-- A call holds its slot of the time line; what has passed of it has been used by the calls after it.
local function refundSmooth(stored, perCallUs, receipt)
  local freeAt = tonumber(stored)
  if not freeAt then return nil end
  local backUs = math.min(cost * perCallUs, receipt + cost * perCallUs - now)
  if backUs <= 0 then return nil end
  freeAt = freeAt - backUs
  return freeAt > now and string.format('%.0f', freeAt) or ''
end

local function refundValue(key, refund, spanUs, receipt)
  local stored = redis.pcall('GET', key)
  local left = type(stored) == 'string' and refund(stored, spanUs, receipt)
  if not left then return 0 end
  if left == '' then redis.call('DEL', key) else redis.call('SET', key, left, 'KEEPTTL') end
  return 1
end

local refunded = 0
for i = 1, #KEYS do
  local spanUs, groupUs, receipt = tonumber(ARGV[3 * i + 1]), tonumber(ARGV[3 * i + 2]), tonumber(ARGV[3 * i + 3])
  if groupUs == 1 then
    refunded = refunded + refundLog(KEYS[i], spanUs, receipt)
  elseif groupUs > 0 then
    refunded = refunded + refundValue(KEYS[i], refundGroups, groupUs, receipt)
  else
    refunded = refunded + refundValue(KEYS[i], refundSmooth, spanUs, receipt)
  end
end
if refunded > 0 then redis.call('PUBLISH', ARGV[2], ARGV[3]) end
return refunded
