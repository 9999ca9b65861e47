import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { z } from 'zod'
import type { Cell } from './authorisation-table.ts'
import { matchRoute, type SiteFile } from './site-files.ts'

interface Visit {
  readonly page: SiteFile
  readonly address: string
  readonly cookie: string | undefined
}

const answered = z.looseObject({
  redirect: z.looseObject({ destination: z.string() }).optional(),
  notFound: z.literal(true).optional(),
})

/** What a browser gets that asks for a page: by its `getServerSideProps`, without rendering it. */
export async function openPage({ page, address, cookie }: Visit): Promise<Cell> {
  const module: unknown = await import(/* @vite-ignore */ page.file)
  const load: unknown = typeof module === 'object' && module ? Reflect.get(module, 'getServerSideProps') : undefined
  // A page without one is the same for everybody.
  if (typeof load !== 'function') return 'yes'
  const { req, res } = exchange(address, cookie)
  const params = matchRoute(page.route, address) ?? {}
  const locales = { locale: 'pt-BR', defaultLocale: 'pt-BR', locales: ['pt-BR', 'en'] }
  const context = { req, res, params, query: params, resolvedUrl: address, ...locales }
  const result = answered.parse(await Reflect.apply(load, undefined, [context]))
  if (result.redirect?.destination.startsWith('/entrar?callbackUrl=')) return 'entrar'
  if (result.notFound) return '404'
  return cellOf(res.statusCode, page.route)
}

function exchange(address: string, cookie: string | undefined) {
  const req = Object.assign(new IncomingMessage(new Socket()), { url: address, method: 'GET', cookies: {} })
  Object.assign(req.headers, { host: '127.0.0.1', ...(cookie !== undefined && { cookie }) })
  return { req, res: new ServerResponse(req) }
}

function cellOf(status: number, route: string): Cell {
  if (status === 200) return 'yes'
  if (status === 403) return '403'
  throw new Error(`${route} answered ${status}`)
}
