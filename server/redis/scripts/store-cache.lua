-- Stores a loaded value, unless one of its tags was invalidated after the load began or the lease is gone.
-- KEYS[1]  hash of tags, as in read-cache-stamp.lua
-- KEYS[2]  KEYS[3]  entry and its lease
-- ARGV[1]  ARGV[2]  epoch and seq before the load
-- ARGV[3]  token of the lease; "" = stored without one (write-through)
-- ARGV[4]  life of the entry in ms, grace included
-- ARGV[5]  life of a renewed lease in ms
-- ARGV[6]  the entry without its stamp (epoch and seq)
-- ARGV[7…] tags
-- Returns  {state, epoch, seq}: 0 = stored; 1 = untouched, but the lease is another's or gone; 2 = touched, and the
--          lease is renewed for another load; 3 = touched, and the lease is another's or gone
local now = redis.pcall('HMGET', KEYS[1], '#epoch', '#seq', unpack(ARGV, 7))
local epoch, seq = now[1], tonumber(now[2]) or 0
local isTouched = epoch ~= ARGV[1]
for i = 3, #now do
  if now[i] and tonumber(now[i]) > tonumber(ARGV[2]) then isTouched = true end
end
local isMine = ARGV[3] == '' or redis.call('GET', KEYS[3]) == ARGV[1] .. ' ' .. ARGV[2] .. ' ' .. ARGV[3]

if isTouched then
  if not epoch or ARGV[3] == '' or not isMine then return { 3, epoch or '', seq } end
  redis.call('SET', KEYS[3], epoch .. ' ' .. seq .. ' ' .. ARGV[3], 'PX', ARGV[5])
  return { 2, epoch, seq }
end
if not isMine then return { 1, epoch, seq } end
redis.call('SET', KEYS[2], epoch .. ' ' .. seq .. ' ' .. ARGV[6], 'PX', ARGV[4])
if ARGV[3] ~= '' then redis.call('DEL', KEYS[3]) end
return { 0, epoch, seq }
