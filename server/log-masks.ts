export const masked = '[masked]'

/** Fields that carry what people wrote, who they are or what opens a door, in whatever case and however deep. */
const sensitiveFields = new Set(
  [
    ...['accessToken', 'address', 'apiKey', 'authorization', 'body', 'code_verifier', 'cookie', 'cookies', 'cpf'],
    ...['csrfToken', 'email', 'firstMessage', 'from', 'headers', 'html', 'identifier', 'idToken', 'ip', 'parameters'],
    ...['password', 'payload', 'phone', 'preview', 'recipient', 'recoveryCodes', 'refreshToken', 'replyTo', 'secret'],
    ...['serviceRoleKey', 'sessionToken', 'set-cookie', 'subject', 'text', 'to', 'token'],
  ].map((name) => name.toLowerCase()),
)

const deepest = 8

/** A copy of an object that is to be logged, without the values of those fields; errors as `describeError` tells them. */
export function maskFields(fields: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, maskField(name, value, 0)]))
}

const maskField = (name: string, value: unknown, depth: number): unknown =>
  sensitiveFields.has(name.toLowerCase()) && value !== undefined ? masked : maskValue(value, depth)

function maskValue(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Error) return describeError(value)
  if (depth >= deepest) return '[too deep]'
  if (Array.isArray(value)) return value.map((item) => maskValue(item, depth + 1))
  if ('toJSON' in value && !Buffer.isBuffer(value)) return value
  // A request, a socket, a row of bytes: nobody means to log what hangs on it.
  if (!isPlain(value)) return `[${value.constructor.name}]`
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, maskField(name, inner, depth + 1)]))
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/**
 * Only these fields: errors of drivers and HTTP clients drag rows, parameters and headers along as properties.
 * What their words may hold is for the mask of the whole line.
 */
export function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { message: String(error) }
  return {
    type: error.name,
    message: error.message,
    ...('code' in error ? { code: error.code } : {}),
    stack: error.stack ?? '',
    ...(error.cause === undefined || depth >= deepest ? {} : { cause: describeError(error.cause, depth + 1) }),
  }
}

/**
 * Where a number begins that is told in words: not inside another, an id or a version; no number of JSON (a line would be
 * none any more); no line of a file.
 */
const numberStart = String.raw`(?<![\w.-])(?<!(?<!\\)":)(?<![[,])(?<!\.\w{1,4}:)`

const inWords = (digits: string): RegExp => new RegExp(`${numberStart}${digits}(?![\\w-])`, 'g')

/** As long and as mixed as our own. */
const mixed = String.raw`(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{43,}(?![\w-])`

/** What is masked by its look, wherever it stands in a line. None crosses a quote: a masked line is JSON still. */
const patterns: readonly (readonly [RegExp, string])[] = [
  // The credentials of an address: redis://user:password@host.
  [/\/\/[^\s/@"\\]+@/g, `//${masked}@`],
  [/\b(bearer|basic) +[\w.~+/=-]+/gi, `$1 ${masked}`],
  [/(plantao_session|(?:token|secret|password|api_?key|csrf)[\w-]{0,64})=[^&\s;"'\\]+/gi, `$1=${masked}`],
  [/([?&#](?:code|state|token|key|email)=)[^&\s;"'\\]+/gi, `$1${masked}`],
  // A signed token (RFC 7519), whatever is as long and as mixed as our own, and digests. A step of a path may be a file.
  [/\beyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g, masked],
  [new RegExp(String.raw`(?<![\w/.-])${mixed}`, 'g'), masked],
  [new RegExp(String.raw`(?<=/)${mixed}(?!\.[a-z]{1,4}\b)`, 'g'), masked],
  [/(?<!\w)[\da-f]{40,}(?!\w)/gi, masked],
  // Mail addresses: letters of every language (RFC 6531), 64 before the sign (RFC 5321, 4.5.3.1.1).
  [/[\p{L}\p{M}\d.!#$%&'*+=?^_`{|}~-]{1,64}@[\p{L}\p{M}\d-]+(\.[\p{L}\p{M}\d-]+)*\.\p{L}{2,}/gu, masked],
  // Phones: in international form, as they are written in Brazil, and as WhatsApp names an account.
  [/\+\d{10,15}\b/g, masked],
  [/(?<!\w)\+\d[\d ().-]{8,18}\d(?!\w)/g, masked],
  [/(?<!\w)\(\d{2}\) ?9?\d{4}[ .-]?\d{4}(?!\d)/g, masked],
  [inWords(String.raw`(?:\d{2}[ .-]?9|\d{2}[ .-]|9)\d{4}-\d{4}`), masked],
  [inWords(String.raw`55\d{10,11}`), masked],
  // Eleven digits: a mobile phone with its city, or the number that names a person in Brazil (CPF).
  [inWords(String.raw`\d{3}\.?\d{3}\.?\d{3}-?\d{2}(?!\.\d)`), masked],
]

/** @param secrets values that must not appear, each as it is, as part of an address and as part of JSON */
export function createLineMask(secrets: readonly string[]): (line: string) => string {
  const known = findAny(secrets.flatMap((secret) => [secret, encodeURIComponent(secret), quoted(secret)]))
  return (line) => {
    const without = known ? line.replace(known, masked) : line
    return patterns.reduce((text, [pattern, mask]) => text.replace(pattern, mask), without)
  }
}

const quoted = (text: string): string => JSON.stringify(text).slice(1, -1)

function findAny(texts: readonly string[]): RegExp | undefined {
  // The longest first: one may be the beginning of another.
  const unique = [...new Set(texts)].sort((a, b) => b.length - a.length)
  return unique.length > 0 ? new RegExp(unique.map(escaped).join('|'), 'g') : undefined
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
