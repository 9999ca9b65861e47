-- Reads a session and moves its idle expiry, never past its absolute end; the user's index moves along.
-- KEYS[1]  session, as in create-session.lua
-- KEYS[2]  index of the user's sessions
-- ARGV[1]  id of the session
-- ARGV[2]  where its absolute end is to come earlier: in how many ms at the latest
-- Returns  {user id, role, created at, ends at, ends if idle from now on} in ms of this server's clock, or nil
local stored = redis.call('HMGET', KEYS[1], 'userId', 'role', 'createdAtMs', 'endsAtMs', 'idleMs')
if not stored[1] then
  redis.call('ZREM', KEYS[2], ARGV[1])
  return false
end
local time = redis.call('TIME')
local nowMs = time[1] * 1000 + math.floor(time[2] / 1000)
local endsAtMs = tonumber(stored[4])
if ARGV[2] and nowMs + ARGV[2] < endsAtMs then
  endsAtMs = nowMs + ARGV[2]
  redis.call('HSET', KEYS[1], 'endsAtMs', endsAtMs)
end
local idleEndsAtMs = math.min(nowMs + stored[5], endsAtMs)
if idleEndsAtMs <= nowMs then
  redis.call('DEL', KEYS[1])
  redis.call('ZREM', KEYS[2], ARGV[1])
  return false
end
redis.call('HSET', KEYS[1], 'seenAtMs', nowMs)
redis.call('PEXPIREAT', KEYS[1], idleEndsAtMs)
redis.call('ZADD', KEYS[2], idleEndsAtMs, ARGV[1])
if nowMs + redis.call('PTTL', KEYS[2]) < idleEndsAtMs then
  redis.call('PEXPIREAT', KEYS[2], idleEndsAtMs)
end
return { stored[1], stored[2], tonumber(stored[3]), endsAtMs, idleEndsAtMs }
