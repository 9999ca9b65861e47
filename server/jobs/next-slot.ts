import { CronExpressionParser } from 'cron-parser'
import type { ScheduleContract } from '#server/contracts/schedules.ts'

/** The first slot after a moment. Throws on a cron expression that is none. */
export function nextSlot(slots: ScheduleContract['slots'], after: Date): Date {
  if ('everyMs' in slots) return new Date((Math.floor(after.getTime() / slots.everyMs) + 1) * slots.everyMs)
  return CronExpressionParser.parse(slots.cron, { currentDate: after, tz: slots.timezone }).next().toDate()
}
