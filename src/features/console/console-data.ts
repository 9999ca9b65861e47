import type { inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '#server/router.ts'

type Outputs = inferRouterOutputs<AppRouter>

/** What the pages of the console show, as the server answers it. */
export type AlertsNow = Outputs['alerts']['now']
export type JobsOverview = Outputs['jobs']['overview']
export type DeadLetter = Outputs['jobs']['deadLetter']
export type RedriveResult = Outputs['jobs']['redrive']
export type Trace = Outputs['jobs']['trace']
