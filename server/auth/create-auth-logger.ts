import type { LoggerInstance } from 'next-auth'
import type { Logger } from 'pino'

/**
 * NextAuth's log lines as codes and names of errors. Its own metadata holds tokens, addresses, and what a caller wrote;
 * an error is logged whole only where it came from our adapter.
 */
export const createAuthLogger = (log: Logger): LoggerInstance => ({
  error: (code, metadata) => {
    const error = metadata instanceof Error ? metadata : metadata.error
    if (code.startsWith('adapter_error_')) log.error({ code, err: error }, 'signing in failed')
    else log.warn({ code, error: error.name }, 'signing in failed')
  },
  warn: (code) => log.warn({ code }, 'NextAuth warns'),
  debug: () => undefined,
})
