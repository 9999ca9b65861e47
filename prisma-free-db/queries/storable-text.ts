/** Postgres knows no text with a NUL or half a surrogate pair in it, and refuses to look for one: nothing is called so. */
export const isStorableText = (text: string): boolean => !text.includes('\0') && text.isWellFormed()
