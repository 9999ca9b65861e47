import { isStaff, type Role } from '../../contracts/roles.ts'

/** How long a session lives. */
export interface SessionLife {
  /** Without a request for this long it ends. */
  readonly idleMs: number
  /** After this long it ends however much it is used. */
  readonly maxMs: number
}

export type SessionLives = Readonly<Record<'staff' | 'visitor', SessionLife>>

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

export const sessionLives: SessionLives = {
  staff: { idleMs: 30 * minuteMs, maxMs: 12 * hourMs },
  visitor: { idleMs: 30 * dayMs, maxMs: 365 * dayMs },
}

/** Sessions that one user may have at a time; above it the one idle for longest ends. */
export const maxSessionsPerUser = 50

export const lifeOf = (lives: SessionLives, role: Role): SessionLife => lives[isStaff(role) ? 'staff' : 'visitor']
