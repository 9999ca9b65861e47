-- Publishes on the node that a channel's name hashes to. PUBLISH itself has no key: in a Cluster each one goes to any
-- node, and messages of one channel overtake each other on their way to a subscriber.
-- KEYS[1]  channel
-- ARGV[1]  message
-- Returns  subscribers of this node that heard it
return redis.call('PUBLISH', KEYS[1], ARGV[1])
