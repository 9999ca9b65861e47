import { z } from 'zod'

export const role = z.enum(['visitor', 'client', 'attendant', 'lawyer', 'admin'])
export type Role = z.infer<typeof role>

const staff: ReadonlySet<Role> = new Set(['attendant', 'lawyer', 'admin'])

export const isStaff = (candidate: Role): boolean => staff.has(candidate)

/** Staff who see every conversation; lawyers see those they take part in. */
export const isFrontDesk = (candidate: Role): boolean => candidate === 'attendant' || candidate === 'admin'
