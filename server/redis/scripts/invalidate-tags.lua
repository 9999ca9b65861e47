-- Invalidates every entry that carries one of the tags, in O(tags), and tells every process in one message.
-- KEYS[1]  hash of tags, as in read-cache-stamp.lua
-- ARGV[1]  random name for a new epoch, used when the hash does not exist, is full, or everything is to be void
-- ARGV[2]  channel: "<epoch> <seq> <tag>…"; seq grows by one from message to message, so that a gap shows a loss
-- ARGV[3]  how many tags the hash may hold before it begins anew
-- ARGV[4…] tags; none = every entry
-- Returns  {epoch, seq of this invalidation, highest seq that one of the tags had before (0 = never invalidated)}
local epoch = redis.pcall('HGET', KEYS[1], '#epoch')
if type(epoch) ~= 'string' or #ARGV == 3 or redis.call('HLEN', KEYS[1]) > tonumber(ARGV[3]) then
  epoch = ARGV[1]
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], '#epoch', epoch)
end
local seq = redis.call('HINCRBY', KEYS[1], '#seq', 1)
local before = 0
for i = 4, #ARGV do
  before = math.max(before, tonumber(redis.call('HGET', KEYS[1], ARGV[i])) or 0)
end
for i = 4, #ARGV do
  redis.call('HSET', KEYS[1], ARGV[i], seq)
end
redis.call('PUBLISH', ARGV[2], table.concat({ epoch, seq, unpack(ARGV, 4) }, ' '))
return { epoch, seq, before }
