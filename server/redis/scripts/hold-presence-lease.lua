-- Keeps a gateway among the living: its lease ends that long from now, by this server's clock.
-- KEYS[1]  gateways by the moment each lease ends, in ms
-- ARGV[1]  id of the gateway      ARGV[2]  life of the lease in ms
-- Returns  {1 when the gateway's own lease had not ended, else 0; then the ids of all whose lease runs}
local time = redis.call('TIME')
local nowMs = time[1] * 1000 + math.floor(time[2] / 1000)
local endsAtMs = redis.call('ZSCORE', KEYS[1], ARGV[1])
local wasHeld = 0
if endsAtMs and tonumber(endsAtMs) > nowMs then wasHeld = 1 end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', nowMs)
redis.call('ZADD', KEYS[1], nowMs + ARGV[2], ARGV[1])
redis.call('PEXPIRE', KEYS[1], 600000)
local reply = redis.call('ZRANGE', KEYS[1], 0, -1)
table.insert(reply, 1, wasHeld)
return reply
