import type { Role } from './roles.ts'

/** Who may call or see something, by role: every group on one screen. A role that a group does not name is refused. */
export const groups = {
  /** Anyone with a session. */
  member: ['visitor', 'client', 'attendant', 'lawyer', 'admin'],
  /** Nobody who is known by an address: that is a client. */
  visitor: ['visitor'],
  /** Visitors who have confirmed their address. */
  client: ['client'],
  staff: ['attendant', 'lawyer', 'admin'],
  admin: ['admin'],
} as const satisfies Record<string, readonly Role[]>

export type Group = keyof typeof groups

export type Access = 'public' | Group

export function admits(group: Group, role: Role): boolean {
  const roles: readonly Role[] = groups[group]
  return roles.includes(role)
}
