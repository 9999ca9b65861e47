/** The session of a page in a frame on somebody else's site: a token that goes into headers, in place of the cookie. */
export interface FrameSession {
  readonly token: () => string | undefined
  /** Whether the next page of the same site will find it. */
  readonly isLasting: () => boolean
  keep(token: string): void
  forget(): void
}

const storageKey = 'plantao.session'
const framePath = /^(\/en)?\/widget(\/|$)/

let current: FrameSession | undefined

/**
 * That of this page; undefined on every page that is shown by itself, whose session is the site's cookie. A page does not
 * turn from one into the other: nothing in the frame leads out of it.
 */
export function frameSession(): FrameSession | undefined {
  if (typeof window === 'undefined' || !framePath.test(window.location.pathname)) return undefined
  current ??= createFrameSession(() => window.localStorage)
  return current
}

/**
 * Kept in the storage that the browser gives the frame, apart for each site that shows it, and shared by that site's
 * tabs. A browser that lets frames of other sites keep nothing (third-party cookies blocked, in Chromium) gives none: the
 * session lasts as long as the page then, and a confirmed address is the way back.
 *
 * @param storageOf throws where the browser keeps nothing for frames.
 */
export function createFrameSession(storageOf: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>): FrameSession {
  let held: string | undefined
  return {
    token: () => attempt(() => storageOf().getItem(storageKey)) ?? held,
    isLasting: () => typeof attempt(() => storageOf().getItem(storageKey)) === 'string',
    keep: (token) => {
      held = token
      attempt(() => storageOf().setItem(storageKey, token))
    },
    forget: () => {
      held = undefined
      attempt(() => storageOf().removeItem(storageKey))
    },
  }
}

/** The Authorization header of a request; empty on pages that have the cookie. Without a token it names nobody. */
export const bearerOf = (session: FrameSession | undefined): { readonly authorization?: string } =>
  session ? { authorization: `Bearer ${session.token() ?? ''}`.trim() } : {}

/** What the browser may add by itself: nothing, where a token says who it is. */
export const credentialsOf = (session: FrameSession | undefined): RequestCredentials =>
  session ? 'omit' : 'same-origin'

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
