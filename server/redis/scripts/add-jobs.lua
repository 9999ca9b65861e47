-- Adds any number of jobs to one BullMQ queue, as BullMQ's addStandardJob and addPrioritizedJob do one at a time
-- (bullmq 6.7; tests/integration/jobs-bulk-add.test.ts compares what is stored). It announces them to waiting workers,
-- not on the queue's event stream, which nothing here reads.
-- KEYS[1]  list of waiting jobs; KEYS[2] its ordered one; KEYS[3] marker; KEYS[4] meta; KEYS[5] counter of priorities
-- ARGV[1]  what the key of each job starts with
-- ARGV[2]  now, in ms
-- ARGV[3]  number of kinds, each of three arguments: name, options as JSON without the job's id, priority
-- then     three arguments for each job: its kind (1 for the first), id, data as JSON
-- Returns  number of jobs that were new; one whose id is known is left as it is
local kinds = tonumber(ARGV[3])
local firstJob = 4 + 3 * kinds
local waiting = {}
local added = 0

for i = firstJob, #ARGV, 3 do
  local id = ARGV[i + 1]
  local jobKey = ARGV[1] .. id
  if redis.call('EXISTS', jobKey) == 0 then
    local kind = 3 * tonumber(ARGV[i])
    local priority = ARGV[kind + 3]
    local options = '{"jobId":"' .. id .. '",' .. string.sub(ARGV[kind + 2], 2)
    redis.call('HSET', jobKey, 'name', ARGV[kind + 1], 'data', ARGV[i + 2], 'opts', options,
      'timestamp', ARGV[2], 'delay', 0, 'priority', priority)
    if priority == '0' then
      waiting[#waiting + 1] = id
    else
      local turn = redis.call('INCR', KEYS[5])
      redis.call('ZADD', KEYS[2], tonumber(priority) * 0x100000000 + turn % 0x100000000, id)
    end
    added = added + 1
  end
end

-- unpack() takes as many values as Lua's stack holds.
for from = 1, #waiting, 1000 do
  redis.call('LPUSH', KEYS[1], unpack(waiting, from, math.min(from + 999, #waiting)))
end
if added > 0 and redis.call('HEXISTS', KEYS[4], 'paused') == 0 then
  redis.call('ZADD', KEYS[3], 0, '0')
end
return added
