import type { ConnectedServices } from '#server/services.ts'

/** Everybody's limits begin anew. */
export async function forgetLimits({ env, redis: { state } }: ConnectedServices): Promise<void> {
  const limits = await state.keys(`${env.REDIS_PREFIX}ratelimit:*`)
  if (limits.length > 0) await state.del(...limits)
}
