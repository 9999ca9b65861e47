-- Invalidates every entry that carries one of the tags, in O(tags).
-- KEYS[1]  hash of tags, as in read-cache-stamp.lua
-- ARGV[1]  random name for a new epoch, used when the hash does not exist
-- ARGV[2…] tags
-- Returns  {epoch, seq of this invalidation, highest seq that one of the tags had before (0 = never invalidated)}
local epoch = redis.call('HGET', KEYS[1], '#epoch')
if not epoch then
  epoch = ARGV[1]
  redis.call('HSET', KEYS[1], '#epoch', epoch)
end
local seq = redis.call('HINCRBY', KEYS[1], '#seq', 1)
local before = 0
for i = 2, #ARGV do
  before = math.max(before, tonumber(redis.call('HGET', KEYS[1], ARGV[i])) or 0)
end
for i = 2, #ARGV do
  redis.call('HSET', KEYS[1], ARGV[i], seq)
end
return { epoch, seq, before }
