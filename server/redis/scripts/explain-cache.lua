-- Tells what is stored about one entry, without changing anything.
-- KEYS[1]  hash of tags, as in read-cache-stamp.lua
-- KEYS[2]  KEYS[3]  entry and its lease
-- Returns  {epoch or "", seq, head of the entry or "", length in bytes, ms to live, ms that the lease still lives,
--          then per tag of the entry the number of its last invalidation}; negative ms = no such key
local now = redis.pcall('HMGET', KEYS[1], '#epoch', '#seq')
local text = redis.pcall('GET', KEYS[2])
if type(text) ~= 'string' then text = '' end
local head = string.match(text, '^([^\n]*)\n') or ''
local reply = { now[1] or '', tonumber(now[2]) or 0, head, #text, redis.call('PTTL', KEYS[2]), redis.call('PTTL', KEYS[3]) }
local tags = string.match(head, '^%S+ %d+ %S+ %d+ %a(.*)$') or ''
for tag in string.gmatch(tags, '%S+') do
  reply[#reply + 1] = tonumber(redis.call('HGET', KEYS[1], tag) or 0)
end
return reply
