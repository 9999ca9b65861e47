import type { RedisStore } from '#server/redis/store.ts'

/**
 * Moves what take-limits.lua stored ARGV[1] µs into the past and its expiry as much nearer; its clock is Redis', so this
 * is how time passes.
 */
const moveIntoThePast = `
local us, key = tonumber(ARGV[1]), KEYS[1]
local endsMs = redis.call('PEXPIRETIME', key)
if endsMs == -2 then return 0 end
if endsMs ~= -1 then redis.call('PEXPIREAT', key, string.format('%.0f', math.ceil(endsMs - us / 1000))) end
if redis.call('EXISTS', key) == 0 then return 1 end
local function moved(text) return string.format('%.0f', tonumber(text) - us) end
if redis.call('TYPE', key).ok == 'list' then
  for i, text in ipairs(redis.call('LRANGE', key, 0, -1)) do redis.call('LSET', key, i - 1, moved(text)) end
  return 1
end
local stored = redis.call('GET', key)
if tonumber(stored) then
  stored = moved(stored)
else
  local groups = { string.sub(stored, 1, 4) }
  for at = 5, #stored, 10 do
    local time = 0
    for digit = at, at + 6 do time = time * 256 + string.byte(stored, digit) end
    time = time - us
    local bytes = ''
    for _ = 1, 7 do
      bytes = string.char(time % 256) .. bytes
      time = math.floor(time / 256)
    end
    groups[#groups + 1] = bytes .. string.sub(stored, at + 7, at + 9)
  end
  stored = table.concat(groups)
end
redis.call('SET', key, stored, 'KEEPTTL')
return 1`

/** Lets time pass for the limit under a key, or run backwards. */
export async function passTime(store: RedisStore, key: string, ms: number): Promise<void> {
  await store.command('EVAL', moveIntoThePast, 1, key, Math.round(ms * 1_000))
}

/** Everything stored under a key, readable and comparable; '' for nothing. */
export const storedUnder = (store: RedisStore, key: string): Promise<unknown> => store.command('EVAL', readAll, 1, key)

const readAll = `
if redis.call('TYPE', KEYS[1]).ok == 'list' then return table.concat(redis.call('LRANGE', KEYS[1], 0, -1), ' ') end
local function hex(c) return string.format('%02x', string.byte(c)) end
return (string.gsub(redis.call('GET', KEYS[1]) or '', '.', hex))`
