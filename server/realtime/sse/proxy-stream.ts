import {
  type ClientRequest,
  request as httpRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http'
import { request as httpsRequest } from 'node:https'
import { pipeline } from 'node:stream'

interface ProxyOptions {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** The gateway's address of the stream, with its query. */
  readonly url: URL
  /** What the gateway is to be told beside who the client is and its cursor. */
  readonly headers: OutgoingHttpHeaders
}

const answerMs = 10_000
const passedOn = ['content-type', 'cache-control', 'retry-after', 'x-accel-buffering']

/**
 * Passes an event stream of the gateway on to a browser, as it comes and no faster than the browser reads, and hangs up
 * on the gateway when the browser has gone. 502 where the gateway does not answer.
 */
export function proxyStream({ request, response, url, headers }: ProxyOptions): void {
  const open = url.protocol === 'https:' ? httpsRequest : httpRequest
  const { cookie, authorization, 'last-event-id': cursor } = request.headers
  const upstream = open(url, {
    // A connection of its own: it lasts as long as the stream.
    agent: false,
    headers: {
      ...headers,
      ...(cookie !== undefined && { cookie }),
      ...(authorization !== undefined && { authorization }),
      ...(cursor !== undefined && { 'last-event-id': cursor }),
    },
  })
  response.once('close', () => upstream.destroy())
  upstream.setTimeout(answerMs, () => upstream.destroy(new Error('the gateway does not answer')))
  upstream.once('error', () => refuse(response))
  upstream.once('response', (answer) => passOn(upstream, answer, response))
  upstream.end()
}

function passOn(upstream: ClientRequest, answer: IncomingMessage, response: ServerResponse): void {
  upstream.setTimeout(0)
  response.statusCode = answer.statusCode ?? 502
  for (const name of passedOn) {
    const value = answer.headers[name]
    if (value !== undefined) response.setHeader(name, value)
  }
  response.flushHeaders()
  // Whichever end breaks takes the other along: an EventSource comes back by itself.
  pipeline(answer, response, () => undefined)
}

function refuse(response: ServerResponse): void {
  if (response.headersSent) return void response.destroy()
  const body = { error: { code: 'BAD_GATEWAY', message: 'The gateway does not answer. Try again in a moment.' } }
  response.writeHead(502, { 'Content-Type': 'application/json; charset=utf-8', 'Retry-After': '2' })
  response.end(JSON.stringify(body))
}
