/** Where to go once signed in: a page of this site, where one was asked for. Without it the server chooses by the role. */
export function readCallback(asked: string | readonly string[] | undefined | null): string | undefined {
  const text = typeof asked === 'string' ? asked : ''
  // A backslash counts as a slash in browsers, and tabs and line breaks are dropped: "/\t/elsewhere" leads away.
  return /^\/(?![/\\])[^\\\s\p{Cc}]*$/u.test(text) && text.length <= 1_000 ? text : undefined
}

/** What stands behind the # of a mailed link. */
export function readLink(hash: string): { readonly token: string; readonly callback: string | undefined } | undefined {
  const fields = new URLSearchParams(hash.replace(/^#/, ''))
  const token = fields.get('token')
  if (!token || !/^[\w-]{20,200}$/.test(token)) return undefined
  return { token, callback: readCallback(fields.get('callbackUrl')) }
}
