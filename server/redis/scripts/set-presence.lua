-- Writes what one gateway's connections of a person come to.
-- KEYS[1]  presences of a conversation, a hash
-- ARGV[1]  field: gateway and person      ARGV[2]  'online', 'away', or '' for neither
-- ARGV[3]  life of the hash in ms
-- Returns  1
if ARGV[2] == '' then
  redis.call('HDEL', KEYS[1], ARGV[1])
else
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
end
return 1
