import type { IncomingMessage } from 'node:http'

/** What a request asks for; undefined where that is no address (`GET // HTTP/1.1`). The host is not the real one. */
export const addressOf = ({ url }: Pick<IncomingMessage, 'url'>): URL | undefined =>
  URL.parse(url ?? '/', 'http://host.invalid') ?? undefined
