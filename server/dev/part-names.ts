/** In start order; they stop in reverse. */
export const partNames = [
  'postgres',
  'redis-state',
  'redis-cache',
  'postgrest',
  'simulator',
  'web',
  'gateway',
  'worker',
] as const

export type PartName = (typeof partNames)[number]
