import type { RedisClient } from './create-client.ts'

const quitMs = 1_000
const endMs = 2_000

/** Lets pending replies in, then hangs up; returns within three seconds also when the server is frozen or gone. */
export async function closeClient(client: RedisClient): Promise<void> {
  if (client.status === 'end') return
  const ended = new Promise<void>((resolve) => client.once('end', resolve))
  if (client.status === 'ready') await within(quitMs, client.quit())
  const willEnd = client.status !== 'reconnecting'
  client.disconnect()
  // Between two attempts there is no socket whose closing could be reported.
  if (willEnd) await within(endMs, ended)
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([work.catch(() => undefined), deadline])
  clearTimeout(timer)
}
