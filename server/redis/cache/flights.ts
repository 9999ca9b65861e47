import type { z } from 'zod'
import { isSameStamp, type Stamp } from './stamp.ts'

/** How an answer was come by, and so who else may have it. */
export interface Outcome<T> {
  readonly value: T
  readonly source: 'redis' | 'load' | 'stale'
  /**
   * `current`: Redis said that nothing had touched it, after the last caller joined. `alone`: Redis does not answer.
   * `overtaken`: an invalidation came during the load; it is for those only who asked before the load began.
   */
  readonly proof: 'current' | 'alone' | 'overtaken'
  readonly hasRedisFailed: boolean
}

/** One entry being fetched in this process. */
export interface Flight<T> {
  readonly schema: z.ZodType<T>
  /** `asking`: Redis has been asked and has not answered: who comes now might get what was true before. */
  phase: 'gathering' | 'asking' | 'loading'
  /** Of the local level, when the load began. */
  generation: number
  /** Under which lease it loads; undefined: without Redis. */
  since: Stamp | undefined
  readonly outcome: Promise<Outcome<T>>
}

/** A flight as whoever launched it has it: it lands or fails once. */
export interface OwnFlight<T> extends Flight<T> {
  readonly key: string
  readonly resolve: (outcome: Outcome<T>) => void
  readonly reject: (error: unknown) => void
}

interface Knowledge {
  readonly generation: number
  /** Whether every invalidation so far has been heard of. */
  isCoherent(): boolean
}

const isFlightOf = <T>(flight: Flight<unknown>, schema: z.ZodType<T>): flight is Flight<T> => flight.schema === schema

/** What is being fetched in this process, so that callers share it. None gets what is older than its call. */
export function createFlights(knowledge: Knowledge) {
  const flights = new Map<string, readonly Flight<unknown>[]>()

  function find<T>(key: string, schema: z.ZodType<T>, isFit: (flight: Flight<unknown>) => boolean) {
    const all = flights.get(key)
    if (all === undefined) return undefined
    for (const flight of all) if (isFlightOf(flight, schema) && isFit(flight)) return flight
    return undefined
  }

  function remove<T>(flight: OwnFlight<T>): void {
    const all = flights.get(flight.key)
    if (!all || all.length === 1) flights.delete(flight.key)
    else
      flights.set(
        flight.key,
        all.filter((other) => other !== flight),
      )
  }

  return {
    /** The flight that a caller of this moment may join without asking Redis. */
    joinable<T>(key: string, schema: z.ZodType<T>): Flight<T> | undefined {
      return find(key, schema, ({ phase, since, generation }) => {
        if (phase !== 'loading') return phase === 'gathering'
        return generation === knowledge.generation && (since === undefined || knowledge.isCoherent())
      })
    },

    /** The flight that loads in this process since the moment that Redis has just named. */
    loadingSince<T>(key: string, schema: z.ZodType<T>, stamp: Stamp): Flight<T> | undefined {
      return find(key, schema, ({ phase, since }) => phase === 'loading' && !!since && isSameStamp(since, stamp))
    },

    launch<T>(key: string, schema: z.ZodType<T>): OwnFlight<T> {
      const { promise: outcome, resolve, reject } = Promise.withResolvers<Outcome<T>>()
      const flight: OwnFlight<T> = {
        schema,
        phase: 'gathering',
        generation: knowledge.generation,
        since: undefined,
        outcome,
        key,
        resolve,
        reject,
      }
      const others = flights.get(key)
      flights.set(key, others ? [flight, ...others] : [flight])
      return flight
    },

    land<T>(flight: OwnFlight<T>, outcome: Outcome<T>): void {
      remove(flight)
      flight.resolve(outcome)
    },

    fail<T>(flight: OwnFlight<T>, error: unknown): void {
      remove(flight)
      flight.reject(error)
    },
  }
}

export type Flights = ReturnType<typeof createFlights>
