-- Reads a session and moves its idle expiry, never past its absolute end.
-- KEYS[1]  session, JSON with idleMs and endsAtMs (epoch)
-- Returns  the JSON, or nil where there is none
local stored = redis.call('GET', KEYS[1])
if not stored then return false end
local session = cjson.decode(stored)
local time = redis.call('TIME')
local nowMs = time[1] * 1000 + math.floor(time[2] / 1000)
local leftMs = math.min(session.idleMs, session.endsAtMs - nowMs)
if leftMs <= 0 then
  redis.call('DEL', KEYS[1])
  return false
end
redis.call('PEXPIRE', KEYS[1], leftMs)
return stored
