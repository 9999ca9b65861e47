-- Takes jobs out of one BullMQ queue with all that it keeps of them: data, errors, log and events. One that runs is left
-- to its worker, and counted.
-- KEYS[1]  the queue's event stream
-- ARGV[1]  what every key of the queue starts with
-- ARGV[2…] ids of the jobs
-- Returns  how many of them run
local root = ARGV[1]
local wanted = {}
local running = 0

for i = 2, #ARGV do
  local id = ARGV[i]
  if redis.call('LPOS', root .. 'active', id) then
    running = running + 1
  else
    wanted[id] = true
    redis.call('LREM', root .. 'wait', 0, id)
    redis.call('LREM', root .. 'paused', 0, id)
    for _, set in ipairs({ 'prioritized', 'delayed', 'completed', 'failed' }) do
      redis.call('ZREM', root .. set, id)
    end
    redis.call('DEL', root .. id, root .. id .. ':logs', root .. id .. ':lock')
  end
end

if next(wanted) and redis.call('EXISTS', KEYS[1]) == 1 then
  for _, entry in ipairs(redis.call('XRANGE', KEYS[1], '-', '+')) do
    local fields = entry[2]
    for field = 1, #fields, 2 do
      if fields[field] == 'jobId' and wanted[fields[field + 1]] then
        redis.call('XDEL', KEYS[1], entry[1])
      end
    end
  end
end
return running
