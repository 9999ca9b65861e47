import type { RedisStore } from '#server/redis/store.ts'

/** Moves what take-limits.lua stored ARGV[1] µs into the past; its clock is Redis', so this is how time passes. */
const moveIntoThePast = `
local stored = redis.call('GET', KEYS[1])
if not stored then return 0 end
local us = tonumber(ARGV[1])
if string.byte(stored, 1) == 103 then
  stored = 'g' .. string.format('%.0f', tonumber(string.sub(stored, 2)) - us)
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
redis.call('SET', KEYS[1], stored, 'KEEPTTL')
return 1`

/** Lets time pass for the limit under a key, or run backwards. */
export async function passTime(store: RedisStore, key: string, ms: number): Promise<void> {
  await store.command('EVAL', moveIntoThePast, 1, key, Math.round(ms * 1_000))
}

/** Everything stored under a key, readable and comparable. */
export const storedUnder = (store: RedisStore, key: string): Promise<unknown> =>
  store.command(
    'EVAL',
    `return (string.gsub(redis.call('GET', KEYS[1]) or '', '.', function(c) return string.format('%02x', string.byte(c)) end))`,
    1,
    key,
  )
