-- Answers the moment in the order of invalidations: what is loaded after it is as new as every invalidation up to it.
-- KEYS[1]  hash of tags: "#epoch", "#seq" (count of invalidations) and per tag the number of its last invalidation
-- ARGV[1]  random name for a new epoch, used when the hash does not exist (first use, eviction, wipe)
-- Returns  {epoch, seq}
local epoch = redis.call('HGET', KEYS[1], '#epoch')
if not epoch then
  epoch = ARGV[1]
  redis.call('HSET', KEYS[1], '#epoch', epoch, '#seq', 0)
end
return { epoch, tonumber(redis.call('HGET', KEYS[1], '#seq')) }
