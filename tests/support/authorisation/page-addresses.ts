import { siteFiles } from './site-files.ts'

/** Every page of the site. */
export const pageFiles = siteFiles.filter(({ route }) => !route.startsWith('/api/'))

const addresses: Readonly<Record<string, string>> = {
  '/conversa/[id]': '/conversa/{conversationId}',
  '/console/dead-letters/[id]': '/console/dead-letters/{conversationId}',
  '/console/trace/[id]': '/console/trace/{conversationId}',
  '/painel/[[...id]]': '/painel/{conversationId}',
  '/servicos/[slug]': '/servicos/divorcio-consensual',
}

/** Where a page is opened, for a conversation where it wants one. */
export const pageAddress = (route: string, conversationId: string): string =>
  (addresses[route] ?? route).replace('{conversationId}', conversationId)
