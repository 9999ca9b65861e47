import { createHmac, randomBytes } from 'node:crypto'

/** 32 bytes of randomness, safe in URLs and configuration files. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** A Supabase-style service key: an HS256 JWT with role=service_role and no expiry, as Supabase's legacy keys are in effect. */
export function signServiceRoleKey(jwtSecret: string): string {
  const header = encode({ alg: 'HS256', typ: 'JWT' })
  const payload = encode({ iss: 'plantao', role: 'service_role' })
  const signature = createHmac('sha256', jwtSecret).update(`${header}.${payload}`).digest('base64url')
  return `${header}.${payload}.${signature}`
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
