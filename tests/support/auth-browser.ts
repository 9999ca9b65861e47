/** A request to `/api/auth/…`, past Next. */
export interface AuthCall {
  readonly method: string
  /** What follows `/api/auth/`. */
  readonly path: readonly string[]
  readonly query: Readonly<Record<string, string | string[]>>
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
  readonly address: string
}

export interface AuthReply {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
}

/** Carries a call to the product: in this process, or over HTTP. */
export type AuthExchange = (call: AuthCall) => Promise<AuthReply>

interface BrowserOptions {
  readonly address: string
  /** What the browser has from earlier, or what somebody planted in it. */
  readonly cookies?: Readonly<Record<string, string>>
}

export interface AuthBrowser {
  readonly address: string
  readonly cookies: Map<string, string>
  /** `Set-Cookie` of all answers so far, whole. */
  readonly setCookies: string[]
  /** NextAuth's token against forged requests, with its cookie. */
  csrfToken(): Promise<string>
  get(path: string, query?: AuthCall['query']): Promise<AuthReply>
  /** A form of our own page: it carries the CSRF token and asks for JSON. */
  post(path: string, fields?: Readonly<Record<string, unknown>>): Promise<AuthReply>
  /** Whatever one likes; cookies are kept as in every exchange. */
  send(call: Partial<Omit<AuthCall, 'address'>>): Promise<AuthReply>
  askForLink(email: string, more?: Readonly<Record<string, unknown>>): Promise<AuthReply>
  /** The button of the page that a mail's link opens. */
  confirm(token: string, more?: Readonly<Record<string, unknown>>): Promise<AuthReply>
}

/** Somebody's browser at the sign-in: an address and a jar of cookies of its own. */
export function openAuthBrowser(exchange: AuthExchange, { address, cookies = {} }: BrowserOptions): AuthBrowser {
  const jar = new Map(Object.entries(cookies))
  const setCookies: string[] = []

  async function send(call: Partial<Omit<AuthCall, 'address'>>): Promise<AuthReply> {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { 'user-agent': 'a browser of the tests', ...(cookie && { cookie }), ...call.headers }
    const reply = await exchange({ method: 'GET', path: [], query: {}, body: undefined, ...call, headers, address })
    for (const [name, value] of reply.headers) if (name.toLowerCase() === 'set-cookie') keep(value)
    return reply
  }

  function keep(setCookie: string): void {
    setCookies.push(setCookie)
    const [pair = ''] = setCookie.split(';')
    const name = pair.slice(0, pair.indexOf('='))
    const value = pair.slice(name.length + 1)
    if (value === '' || /max-age=0(;|$)/i.test(setCookie)) jar.delete(name)
    else jar.set(name, value)
  }

  async function csrfToken(): Promise<string> {
    const { body } = await send({ path: ['csrf'] })
    const parsed: unknown = JSON.parse(body)
    if (typeof parsed !== 'object' || parsed === null || !('csrfToken' in parsed)) throw new Error(`no token: ${body}`)
    return String(parsed.csrfToken)
  }

  const post: AuthBrowser['post'] = async (path, fields = {}) =>
    send({
      method: 'POST',
      path: path.split('/'),
      body: { csrfToken: await csrfToken(), json: 'true', ...fields },
    })

  return {
    address,
    cookies: jar,
    setCookies,
    csrfToken,
    get: (path, query = {}) => send({ path: path.split('/'), query }),
    post,
    send,
    askForLink: (email, more) => post('signin/email', { email, ...more }),
    confirm: (token, more) => post('callback/email', { token, ...more }),
  }
}

/** Where the page is told to go. */
export function urlOf({ body, headers }: AuthReply): string {
  const location = headers.find(([name]) => name.toLowerCase() === 'location')?.[1]
  if (location !== undefined) return location
  const parsed: unknown = body === '' ? {} : JSON.parse(body)
  return typeof parsed === 'object' && parsed !== null && 'url' in parsed ? String(parsed.url) : ''
}
