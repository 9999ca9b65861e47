import type { Env } from './env.ts'

/** By their names, so that a variable that is added tomorrow counts, too. */
const secretNames = /(SECRET|TOKEN|PASSWORD|_KEY)$/

/** A shorter one would be found in every line. */
const shortest = 6

/** Every value of the environment that opens a door: the secrets, and the passwords inside addresses. */
export function secretValues(env: Env): string[] {
  const texts = Object.entries(env).flatMap(([name, value]) => (typeof value === 'string' ? [{ name, value }] : []))
  const values = texts.flatMap(({ name, value }) => (secretNames.test(name) ? [value] : passwordsOf(value)))
  return values.filter((value) => value.length >= shortest)
}

/** As it stands in the address, and as it was before it was encoded for one. */
function passwordsOf(value: string): string[] {
  const password = URL.parse(value)?.password ?? ''
  return password === '' ? [] : [password, decode(password)]
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
