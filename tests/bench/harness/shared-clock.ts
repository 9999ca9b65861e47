/** CLOCK_MONOTONIC in milliseconds: one for all processes of a machine. */
export const sharedClockMs = (): number => Number(process.hrtime.bigint()) / 1e6
