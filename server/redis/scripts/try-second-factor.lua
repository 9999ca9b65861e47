-- Counts an attempt before it is made, so that no number of them at once is more than allowed.
-- KEYS[1]  ticket, as in open-second-factor.lua
-- ARGV[1]  attempts allowed
-- Returns  {user id, method, page to return to, attempts left}, or nil where there is no such ticket (any more)
local stored = redis.call('HMGET', KEYS[1], 'userId', 'method', 'callbackPath')
if not stored[1] then
  return false
end
local left = ARGV[1] - redis.call('HINCRBY', KEYS[1], 'attempts', 1)
if left < 0 then
  redis.call('DEL', KEYS[1])
  return false
end
return { stored[1], stored[2], stored[3], left }
