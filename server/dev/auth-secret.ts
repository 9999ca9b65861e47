import { createHmac } from 'node:crypto'

/** Derived, not stored: installations whose `secrets.json` is older than signing in have it as well. */
export const deriveAuthSecret = (key: string): string =>
  createHmac('sha256', key).update('plantao sign-in').digest('base64url')
