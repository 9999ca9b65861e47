-- Stores a session and enters it into its user's index, from which dead entries are swept first. Above the bound the
-- session that would expire first, which was idle for longest, ends.
-- KEYS[1]  session, a hash: userId, role, createdAtMs, endsAtMs, idleMs, seenAtMs; method, userAgent, address
-- KEYS[2]  index of the user's sessions: ids by the moment each expires, in ms of this server's clock
-- ARGV[1]  id of the session        ARGV[2]  user id      ARGV[3]  role
-- ARGV[4]  idle life in ms          ARGV[5]  longest life in ms
-- ARGV[6]  what the keys of the user's sessions start with (the same slot); the id is the rest
-- ARGV[7]  revocation channel       ARGV[8]  sessions that the user may have
-- ARGV[9], ARGV[10], ARGV[11]  method, user agent and address, where they are noted
-- Returns  {created at, ends at} in ms of this server's clock
local time = redis.call('TIME')
local nowMs = time[1] * 1000 + math.floor(time[2] / 1000)
local endsAtMs = nowMs + ARGV[5]
local idleEndsAtMs = math.min(nowMs + ARGV[4], endsAtMs)

for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', '(' .. nowMs)) do
  -- Gone by itself, unless the clock was set back.
  redis.call('DEL', ARGV[6] .. id)
  redis.call('ZREM', KEYS[2], id)
end

local ended = {}
while redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[8]) do
  local id = redis.call('ZPOPMIN', KEYS[2])[1]
  redis.call('DEL', ARGV[6] .. id)
  ended[#ended + 1] = id
end
if #ended > 0 then
  redis.call('PUBLISH', ARGV[7], cjson.encode({ kind = 'revoked', reason = 'too_many', sessionIds = ended }))
end

redis.call('HSET', KEYS[1], 'userId', ARGV[2], 'role', ARGV[3], 'idleMs', ARGV[4],
  'createdAtMs', nowMs, 'endsAtMs', endsAtMs, 'seenAtMs', nowMs)
if ARGV[9] then
  redis.call('HSET', KEYS[1], 'method', ARGV[9], 'userAgent', ARGV[10], 'address', ARGV[11])
end
redis.call('PEXPIREAT', KEYS[1], idleEndsAtMs)
redis.call('ZADD', KEYS[2], idleEndsAtMs, ARGV[1])
if nowMs + redis.call('PTTL', KEYS[2]) < idleEndsAtMs then
  redis.call('PEXPIREAT', KEYS[2], idleEndsAtMs)
end
return { nowMs, endsAtMs }
