-- Ends sessions of one user and says so on the user's revocation channel, both or neither.
-- KEYS[1]  index of the user's sessions, as in create-session.lua
-- ARGV[1]  what the keys of the user's sessions start with (the same slot); the id is the rest
-- ARGV[2]  revocation channel
-- ARGV[3]  reason, for those who listen
-- ARGV[4]  "only" = the sessions named, "all_but" = every other one
-- ARGV[5…] ids
-- Returns  the ids of those that were alive
local isNamed = {}
for i = 5, #ARGV do
  isNamed[ARGV[i]] = true
end

local ended = {}
local function destroy(id)
  -- On a single server the keys of all users start alike: only the index says whose a session is.
  if redis.call('ZREM', KEYS[1], id) == 1 and redis.call('DEL', ARGV[1] .. id) == 1 then
    ended[#ended + 1] = id
  end
end

if ARGV[4] == 'only' then
  for id in pairs(isNamed) do
    destroy(id)
  end
else
  for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
    if not isNamed[id] then
      destroy(id)
    end
  end
end
if #ended > 0 then
  redis.call('PUBLISH', ARGV[2], cjson.encode({ kind = 'revoked', reason = ARGV[3], sessionIds = ended }))
end
return ended
