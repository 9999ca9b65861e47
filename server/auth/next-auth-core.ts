import type { AuthOptions } from 'next-auth'
// NextAuth's entrance takes its address from process.env, or from whatever Host the caller claims; its core can be told.
// The package does not export it by name, so it is named by its place; the version is pinned.
import { AuthHandler } from '../../node_modules/next-auth/core/index.js'

type AuthHandlerRequest = Exclude<Parameters<typeof AuthHandler>[0]['req'], Request>

export interface CoreRequest extends Omit<AuthHandlerRequest, 'origin' | 'headers' | 'error'> {
  /** Where the site is: the base of every address that NextAuth makes. */
  readonly publicUrl: string
}

export type CoreAnswer = Awaited<ReturnType<typeof AuthHandler>>

/** One request to NextAuth, who is told of no header: it would read addresses and tokens from them. */
export function callNextAuth({ publicUrl, ...request }: CoreRequest, options: AuthOptions): Promise<CoreAnswer> {
  const origin = `${new URL(publicUrl).origin}/api/auth`
  const req: AuthHandlerRequest = {
    ...request,
    headers: {},
    // It overwrites the origin by what it detects, and must not.
    get origin() {
      return origin
    },
    set origin(_detected: string) {
      // stays
    },
  }
  return AuthHandler({ req, options })
}
