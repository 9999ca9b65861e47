-- Tells that a process decides limits, and counts those that said so lately.
-- KEYS[1]  sorted set: process by the time (ms of this server's clock) of its last word
-- ARGV[1]  the process
-- ARGV[2]  for how many ms a word holds
-- Returns  the number of processes
local time = redis.call('TIME')
local nowMs = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], nowMs, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', nowMs - ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('ZCARD', KEYS[1])
