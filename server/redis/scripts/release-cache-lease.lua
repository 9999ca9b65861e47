-- Gives leases back, unless they are another's by now.
-- KEYS     leases: each holds "<epoch> <seq> <token>"
-- ARGV[1]  the token they were granted to
-- Returns  how many were the caller's
local released = 0
for _, key in ipairs(KEYS) do
  local holder = redis.call('GET', key)
  if holder and string.sub(holder, -#ARGV[1] - 1) == ' ' .. ARGV[1] then released = released + redis.call('DEL', key) end
end
return released
