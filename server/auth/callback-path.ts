/** The longest path that is returned to; what is longer is no page of ours. */
const longest = 512

/**
 * The page of ours that a callback address names, as a path with its query; undefined for every other address: another
 * site's, `//elsewhere`, `/\elsewhere`, `javascript:`, one with control characters, and our own API.
 */
export function callbackPathOf(candidate: unknown, publicUrl: string): string | undefined {
  if (typeof candidate !== 'string' || candidate === '' || candidate.length > 2_048) return undefined
  // Browsers drop tabs and line ends inside an address, and read a backslash as a slash.
  if (/[\p{Cc}\\]/u.test(candidate)) return undefined
  const { origin } = new URL(publicUrl)
  if (!candidate.startsWith('/') && !candidate.startsWith(`${origin}/`)) return undefined
  const url = URL.parse(candidate, origin)
  if (!url || url.origin !== origin || url.username !== '') return undefined
  const path = `${url.pathname}${url.search}`
  return isPage(url.pathname) && path.length <= longest ? path : undefined
}

/** `//x` in a Location header is another site. Returning to the sign-in pages would ask to sign in for ever. */
const isPage = (path: string): boolean =>
  !path.startsWith('//') && !/^\/(en\/)?(api|_next|entrar)(\/|$)/.test(decodeSafely(path))

function decodeSafely(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return '/api'
  }
}
