import type { Services } from '../services.ts'

type Publisher = Pick<Services, 'pubsub' | 'log'>

/**
 * Publishes what only hurries things along. The row is committed and every reader also looks by itself,
 * so a lost hint costs a moment, never a message: a failure is logged, not thrown.
 */
export async function publishHint({ pubsub, log }: Publisher, channel: string, text: string): Promise<void> {
  try {
    await pubsub.publish(channel, text)
  } catch (error) {
    log.warn({ err: error }, 'hint not published')
  }
}
