-- Keeps a stored event in its conversation's window and tells whoever listens, in one step. Doing it twice changes
-- nothing; an event that comes late takes its place by its number.
-- KEYS[1]  window: a sorted set of messages by number
-- ARGV[1]  number of the event
-- ARGV[2]  message: `e1.<epoch>.<number> <json>`
-- ARGV[3]  channel
-- ARGV[4]  how many events the window keeps
-- ARGV[5]  how long it lives after the last one, ms
-- Returns  subscribers of this node that heard it
local window = KEYS[1]
local epoch = string.match(ARGV[2], '^e1%.(%w+)%.')

-- Numbers of another epoch mean other events: they would push this one's out.
local newest = redis.call('ZRANGE', window, -1, -1)[1]
if newest and string.match(newest, '^e1%.(%w+)%.') ~= epoch then
  redis.call('DEL', window)
end

redis.call('ZREMRANGEBYSCORE', window, ARGV[1], ARGV[1])
redis.call('ZADD', window, ARGV[1], ARGV[2])
redis.call('ZREMRANGEBYRANK', window, 0, -ARGV[4] - 1)
redis.call('PEXPIRE', window, ARGV[5])
return redis.call('PUBLISH', ARGV[3], ARGV[2])
