-- Takes one call from each limit if all of them have one left, else from none: an exact sliding window.
-- A key is a list of the times of granted calls, oldest first, in microseconds of this server's clock.
-- KEYS     one list per limit
-- ARGV[1]  1 = take, 0 = only look
-- ARGV[2i], ARGV[2i+1]  limit and window in ms of KEYS[i]
-- Returns  {1 if allowed else 0, then per key {used after this call, ms until the full quota, ms until a call can
--          succeed (0 = now), time recorded ("" = none)}}
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

local function inspect(i)
  local state = { key = KEYS[i], limit = tonumber(ARGV[2 * i]), windowMs = tonumber(ARGV[2 * i + 1]) }
  local window = state.windowMs * 1000
  local oldest = redis.call('LINDEX', state.key, 0)
  while oldest and now - oldest >= window do
    redis.call('LPOP', state.key)
    oldest = redis.call('LINDEX', state.key, 0)
  end
  state.used = redis.call('LLEN', state.key)
  state.newest = tonumber(redis.call('LINDEX', state.key, -1) or 0)
  state.retryMs = 0
  if state.used >= state.limit then
    local blocking = redis.call('LINDEX', state.key, state.used - state.limit)
    state.retryMs = math.ceil((blocking + window - now) / 1000)
  end
  return state
end

local states, isAllowed = {}, true
for i = 1, #KEYS do
  states[i] = inspect(i)
  isAllowed = isAllowed and states[i].retryMs == 0
end

local reply = { isAllowed and 1 or 0 }
for _, state in ipairs(states) do
  local recorded = ''
  if isAllowed and ARGV[1] == '1' then
    -- The server's clock may have been set back; the list stays in order all the same.
    state.newest = math.max(now, state.newest)
    state.used = state.used + 1
    recorded = string.format('%.0f', state.newest)
    redis.call('RPUSH', state.key, recorded)
    -- One more, because the key's expiry drops the fraction of a millisecond.
    redis.call('PEXPIRE', state.key, state.windowMs + 1)
  end
  local resetMs = 0
  if state.used > 0 then
    resetMs = math.ceil((state.newest + state.windowMs * 1000 - now) / 1000)
  end
  reply[#reply + 1] = { state.used, resetMs, state.retryMs, recorded }
end
return reply
