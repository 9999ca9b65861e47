/** Next calls this once before the web process serves: a wrong environment stops it here, with a message that says what to do. */
export async function register(): Promise<void> {
  const { webServices } = await import('./services.ts')
  const { redis, log } = webServices()
  // The site serves the catalogue without Redis, so its absence is reported and not fatal.
  await redis.ready().catch((error: unknown) => log.error({ err: error }, 'Redis does not answer; serving without it'))
}
