/** Next calls this once before the web process serves: a wrong environment stops it here, with a message that says what to do. */
export async function register(): Promise<void> {
  // Next fills this in while it builds, and drops what follows from its build for the edge runtime, which we do not use.
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const [{ webServices }, { maskConsole }] = await Promise.all([
    import('./services.ts'),
    import('#server/mask-console.ts'),
  ])
  const { env, redis, log } = webServices()
  // Next tells of a page that failed by the console.
  maskConsole(env)
  // The site serves the catalogue without Redis, so its absence is reported and not fatal.
  await redis.ready().catch((error: unknown) => log.error({ err: error }, 'Redis does not answer; serving without it'))
}
