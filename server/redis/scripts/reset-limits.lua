-- Forgets what was taken from limits, and tells every process.
-- KEYS     as in take-limits.lua
-- ARGV[1]  channel, ARGV[2] message: whose limits changed
-- Returns  the number of limits from which something had been taken
local deleted = redis.call('DEL', unpack(KEYS))
redis.call('PUBLISH', ARGV[1], ARGV[2])
return deleted
