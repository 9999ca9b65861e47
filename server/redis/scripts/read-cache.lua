-- Reads entries and, where one has to be loaded, grants the lease for it: at most one holder per entry and moment.
-- An entry is "<epoch> <seq> <id> <load ms> <form> <tag>…\n<payload>": see server/redis/cache/entry.ts.
-- KEYS[1]          hash of tags, as in read-cache-stamp.lua
-- KEYS[2…n+1]      entries
-- KEYS[n+2…2n+1]   their leases
-- ARGV[1…4]        as in read-cache-stamp.lua; ARGV[1] is also the token of the leases granted here
-- ARGV[5]          life of a lease in ms; 0 = none wanted
-- ARGV[6]          how many of its last ms an entry is stale
-- ARGV[7]          1 = grant the lease also where the entry is fresh
-- ARGV[8]          id of an entry to be deleted, because it could not be read; "" = none
-- Returns          {epoch, seq, then per entry: state, remaining fresh ms (0 or less = stale), entry or false}
--                  state 0 = fresh; 1 = the caller holds the lease; 2 = somebody else does, or none was wanted
local now = redis.pcall('HMGET', KEYS[1], '#epoch', '#seq')
local epoch, seq = now[1], tonumber(now[2])
if not epoch or not seq or (epoch == ARGV[2] and seq < tonumber(ARGV[3])) then
  epoch, seq = ARGV[1], 0
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], '#epoch', epoch, '#seq', 0)
  redis.call('PUBLISH', ARGV[4], epoch .. ' 0')
end
local moment = epoch .. ' ' .. seq .. ' '
local momentLength = #moment
local leaseMs, graceMs = tonumber(ARGV[5]), tonumber(ARGV[6])

-- False if the entry is void; a text without a readable head is handed on, to be counted.
local function isCurrent(text)
  local born, since, tags = string.match(text, '^(%S+) (%d+) %S+ %d+ %a([^\n]*)\n')
  if not born then return true, false end
  if born ~= epoch then return false end
  local names = {}
  for tag in string.gmatch(tags, '%S+') do names[#names + 1] = tag end
  if #names == 0 then return true, true end
  since = tonumber(since)
  local versions = redis.call('HMGET', KEYS[1], unpack(names))
  for i = 1, #names do
    if versions[i] and tonumber(versions[i]) > since then return false end
  end
  return true, true
end

local function take(lease)
  if leaseMs == 0 then return 2 end
  local holder = redis.call('GET', lease)
  if holder and string.sub(holder, 1, momentLength) == moment then return 2 end
  redis.call('SET', lease, moment .. ARGV[1], 'PX', leaseMs)
  return 1
end

local count = (#KEYS - 1) / 2
local texts = redis.call('MGET', unpack(KEYS, 2, count + 1))
local reply = { epoch, seq }
for i = 1, count do
  local text, freshMs, state = texts[i], 0, 0
  if text then
    local isKept, isReadable = true, true
    if string.sub(text, 1, momentLength) ~= moment then isKept, isReadable = isCurrent(text) end
    if isKept and ARGV[8] ~= '' and string.match(text, '^%S+ %d+ (%S+) ') == ARGV[8] then
      redis.call('DEL', KEYS[i + 1])
      isKept = false
    end
    if not isKept then
      text = false
    elseif isReadable then
      freshMs = redis.call('PTTL', KEYS[i + 1]) - graceMs
    end
  end
  if freshMs <= 0 then
    state = take(KEYS[count + i + 1])
  elseif ARGV[7] == '1' then
    state = take(KEYS[count + i + 1]) % 2
  end
  reply[3 * i], reply[3 * i + 1], reply[3 * i + 2] = state, freshMs, text
end
return reply
