import { buildSite, isBuildCurrent } from '#server/dev/build-site.ts'
import { readLogTail } from '#server/dev/log-file.ts'

/** Builds the site unless `.next` holds a build of exactly these sources; `npm start` and the browser tests use it. */
const logFile = '.plantao/test-logs/next-build.log'

if (isBuildCurrent()) {
  console.log('the build is current')
} else {
  try {
    await buildSite({ logFile, env: process.env, isForced: false, signal: AbortSignal.timeout(300_000) })
  } finally {
    console.log(readLogTail(logFile, 100).join('\n'))
  }
}
