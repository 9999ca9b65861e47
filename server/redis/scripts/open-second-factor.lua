-- Notes that somebody has shown the first proof of who they are and owes the second.
-- KEYS[1]  ticket, a hash: userId, method, callbackPath, attempts
-- ARGV[1]  user id    ARGV[2]  method of the first proof    ARGV[3]  page to return to, "" = none    ARGV[4]  life in ms
-- Returns  1
redis.call('HSET', KEYS[1], 'userId', ARGV[1], 'method', ARGV[2], 'callbackPath', ARGV[3], 'attempts', 0)
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1
