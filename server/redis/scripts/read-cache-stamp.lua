-- Answers the moment in the order of invalidations: what is loaded after it is as new as every invalidation up to it.
-- KEYS[1]  hash of tags: "#epoch", "#seq" (count of invalidations) and per tag the number of its last invalidation
-- ARGV[1]  random name for a new epoch, used when the hash does not exist (first use, eviction, wipe) or went back
-- ARGV[2]  ARGV[3]  epoch and seq that the caller has seen: a lower seq means that a failover lost invalidations
-- ARGV[4]  channel on which a new epoch is announced
-- Returns  {epoch, seq}
local now = redis.pcall('HMGET', KEYS[1], '#epoch', '#seq')
local epoch, seq = now[1], tonumber(now[2])
if not epoch or not seq or (epoch == ARGV[2] and seq < tonumber(ARGV[3])) then
  epoch, seq = ARGV[1], 0
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], '#epoch', epoch, '#seq', 0)
  redis.call('PUBLISH', ARGV[4], epoch .. ' 0')
end
return { epoch, seq }
