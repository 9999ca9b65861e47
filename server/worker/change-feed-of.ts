import { canHoldSession, openChangeFeedSession } from '#db/change-feed/open-session.ts'
import type { Services } from '#server/services.ts'
import { type ChangeFeed, createChangeFeed } from './change-feed.ts'
import { tellCache } from './tell-cache.ts'

/** The change feed of a worker; undefined, with the reason in the log, where there is no connection that can carry it. */
export function changeFeedOf({ env, cache, log }: Services): ChangeFeed | undefined {
  const databaseUrl = env.DATABASE_URL
  if (databaseUrl === undefined || !canHoldSession(databaseUrl)) {
    log.warn(
      'The change feed is off: rows edited outside the application show only when their cache entries end. ' +
        'Set DATABASE_URL to a direct connection or a session pooler (port 5432), not to the transaction pooler.',
    )
    return undefined
  }
  return createChangeFeed({
    openSession: (hooks) => openChangeFeedSession({ databaseUrl, applicationName: 'plantao-change-feed', ...hooks }),
    deliver: (tags) => tellCache(cache, tags),
    log: log.child({ part: 'change-feed' }),
  })
}
