/**
 * An e-mail address as its owner knows it again, and nobody else learns it: two letters of what stands before the @ (one,
 * where that would be most of it), and all of what follows.
 */
export function maskAddress(email: string): string {
  const at = email.lastIndexOf('@')
  const letters = [...email.slice(0, at)]
  return `${letters.slice(0, letters.length > 4 ? 2 : 1).join('')}•••${email.slice(at)}`
}
