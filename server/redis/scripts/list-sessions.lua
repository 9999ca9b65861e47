-- Lists a user's live sessions and sweeps dead entries out of the index.
-- KEYS[1]  index of the user's sessions, as in create-session.lua
-- ARGV[1]  what the keys of the user's sessions start with (the same slot); the id is the rest
-- Returns  per session {id, role, created at, ends at, seen at, ends if idle from now on, method, user agent, address},
--          times in ms of this server's clock, the last three "" where they were not noted; the one that expires last first
local time = redis.call('TIME')
local nowMs = time[1] * 1000 + math.floor(time[2] / 1000)
local reply = {}
local entries = redis.call('ZREVRANGE', KEYS[1], 0, -1, 'WITHSCORES')
for i = 1, #entries, 2 do
  local id, idleEndsAtMs = entries[i], tonumber(entries[i + 1])
  local stored = redis.call('HMGET', ARGV[1] .. id,
    'role', 'createdAtMs', 'endsAtMs', 'seenAtMs', 'method', 'userAgent', 'address')
  if stored[1] and idleEndsAtMs > nowMs then
    reply[#reply + 1] = {
      id, stored[1], tonumber(stored[2]), tonumber(stored[3]), tonumber(stored[4]), idleEndsAtMs,
      stored[5] or '', stored[6] or '', stored[7] or '',
    }
  else
    redis.call('DEL', ARGV[1] .. id)
    redis.call('ZREM', KEYS[1], id)
  end
end
return reply
