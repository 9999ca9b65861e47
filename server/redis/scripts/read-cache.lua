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
-- Returns          {epoch, seq, leases, then per entry: entry or false, remaining fresh ms (0 or less = stale)}
--                  leases = per entry 1 = the caller holds its lease, 0 = not; "" = none was granted
local call, sub = redis.call, string.sub
local now = redis.pcall('HMGET', KEYS[1], '#epoch', '#seq')
local epoch, seq = now[1], tonumber(now[2])
if not epoch or not seq or (epoch == ARGV[2] and seq < tonumber(ARGV[3])) then
  epoch, seq = ARGV[1], 0
  call('DEL', KEYS[1])
  call('HSET', KEYS[1], '#epoch', epoch, '#seq', 0)
  call('PUBLISH', ARGV[4], epoch .. ' 0')
end
local moment = epoch .. ' ' .. seq .. ' '
local momentLength = #moment
local graceMs, wantsAll, rejectedId = tonumber(ARGV[6]), ARGV[7] == '1', ARGV[8]

local count = (#KEYS - 1) / 2
local texts = call('MGET', unpack(KEYS, 2, count + 1))
local reply = { epoch, seq, '' }
local needy

for i = 1, count do
  local text, freshMs = texts[i], 0
  if text then
    local isReadable = true
    -- What was stored at this very moment carries no tag that was touched since.
    if sub(text, 1, momentLength) ~= moment then
      local born, since, tags = string.match(text, '^(%S+) (%d+) %S+ %d+ %a([^\n]*)\n')
      -- A text without a readable head is handed on, to be counted.
      isReadable = born ~= nil
      if isReadable then
        local names = {}
        for tag in string.gmatch(tags, '%S+') do names[#names + 1] = tag end
        if born ~= epoch then
          text = false
        elseif #names > 0 then
          since = tonumber(since)
          local versions = call('HMGET', KEYS[1], unpack(names))
          for j = 1, #names do
            if versions[j] and tonumber(versions[j]) > since then text = false end
          end
        end
      end
    end
    if rejectedId ~= '' and text and string.match(text, '^%S+ %d+ (%S+) ') == rejectedId then
      call('DEL', KEYS[i + 1])
      text = false
    end
    if text and isReadable then freshMs = call('PTTL', KEYS[i + 1]) - graceMs end
  end
  if freshMs <= 0 or wantsAll then
    needy = needy or {}
    needy[#needy + 1] = i
  end
  reply[2 * i + 2] = text
  reply[2 * i + 3] = freshMs
end

local leaseMs = tonumber(ARGV[5])
if needy and leaseMs > 0 then
  local grants = {}
  for i = 1, count do grants[i] = '0' end
  for _, i in ipairs(needy) do
    local lease = KEYS[count + i + 1]
    local holder = call('GET', lease)
    if not holder or sub(holder, 1, momentLength) ~= moment then
      call('SET', lease, moment .. ARGV[1], 'PX', leaseMs)
      grants[i] = '1'
    end
  end
  reply[3] = table.concat(grants)
end
return reply
