-- Adds counts of one process to those of the fleet for one minute.
-- KEYS[1]  hash of the minute
-- ARGV[1]  how long the minute is kept, in ms
-- ARGV[2i], ARGV[2i+1]  field and what to add to it
-- Returns  number of fields
for i = 2, #ARGV, 2 do
  redis.call('HINCRBY', KEYS[1], ARGV[i], ARGV[i + 1])
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return (#ARGV - 1) / 2
