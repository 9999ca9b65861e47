import type { LimiterSubject, LimiterSubjectName, LimiterSubjectOptions } from './limiter-subject.ts'
import { openRateLimiterFlexible, openRateLimitRedis, openUpstashRatelimit } from './peer-limiters.ts'
import { openPlantaoLimiter } from './plantao-limiter.ts'

export const openLimiterSubject: Record<
  LimiterSubjectName,
  (options: LimiterSubjectOptions) => Promise<LimiterSubject>
> = {
  plantao: (options) => openPlantaoLimiter(options, 'strict'),
  plantao_smooth: (options) => openPlantaoLimiter(options, 'gcra'),
  rate_limiter_flexible: openRateLimiterFlexible,
  rate_limit_redis: openRateLimitRedis,
  upstash_ratelimit: openUpstashRatelimit,
}
