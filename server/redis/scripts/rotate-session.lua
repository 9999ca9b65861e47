-- Gives a session another token: the old one is dead when the new one lives. With a role it begins a new life as that
-- role; without, it keeps its absolute end, so that rotating cannot prolong it.
-- KEYS[1]  session, as in create-session.lua, under the old token
-- KEYS[2]  the same under the new token
-- KEYS[3]  index of the user's sessions
-- ARGV[1]  old id    ARGV[2]  new id    ARGV[3]  revocation channel
-- ARGV[4]  new role, "" = as before     ARGV[5], ARGV[6]  its idle and longest life in ms
-- ARGV[7], ARGV[8], ARGV[9]  method, user agent and address from where it goes on, if known
-- Returns  {created at, ends at} in ms of this server's clock, or nil where there is no such session
local time = redis.call('TIME')
local nowMs = time[1] * 1000 + math.floor(time[2] / 1000)
local stored = redis.call('HMGET', KEYS[1], 'createdAtMs', 'endsAtMs', 'idleMs')
if not stored[1] or tonumber(stored[2]) <= nowMs then
  redis.call('DEL', KEYS[1])
  redis.call('ZREM', KEYS[3], ARGV[1])
  return false
end
local createdAtMs, endsAtMs, idleMs = tonumber(stored[1]), tonumber(stored[2]), tonumber(stored[3])
redis.call('RENAME', KEYS[1], KEYS[2])
if ARGV[4] ~= '' then
  createdAtMs, endsAtMs, idleMs = nowMs, nowMs + ARGV[6], tonumber(ARGV[5])
  redis.call('HSET', KEYS[2], 'role', ARGV[4], 'createdAtMs', createdAtMs, 'endsAtMs', endsAtMs, 'idleMs', idleMs)
end
if ARGV[7] then
  redis.call('HSET', KEYS[2], 'method', ARGV[7], 'userAgent', ARGV[8], 'address', ARGV[9])
end
local idleEndsAtMs = math.min(nowMs + idleMs, endsAtMs)
redis.call('HSET', KEYS[2], 'seenAtMs', nowMs)
redis.call('PEXPIREAT', KEYS[2], idleEndsAtMs)
redis.call('ZREM', KEYS[3], ARGV[1])
redis.call('ZADD', KEYS[3], idleEndsAtMs, ARGV[2])
if nowMs + redis.call('PTTL', KEYS[3]) < idleEndsAtMs then
  redis.call('PEXPIREAT', KEYS[3], idleEndsAtMs)
end
redis.call('PUBLISH', ARGV[3], cjson.encode({
  kind = 'revoked', reason = 'rotated', sessionIds = { ARGV[1] }, replacedBy = ARGV[2],
}))
return { createdAtMs, endsAtMs }
