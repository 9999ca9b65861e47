-- Gives a lease back, unless it is another's by now.
-- KEYS[1]  lease
-- ARGV[1]  what the lease holds: "<epoch> <seq> <token>"
-- Returns  1 if it was the caller's, else 0
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
