import { z } from 'zod'
import { type DocumentedRoute, restRoutes } from './routes.ts'

const refusals = {
  400: 'The input is not valid; `fields` names each problem',
  404: 'There is no such thing',
  429: 'Too many requests; see Retry-After',
  503: 'The database does not answer; see Retry-After',
}

const errorBody = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: {
        code: { type: 'string' },
        message: { type: 'string' },
        retryAfterMs: { type: 'number' },
        fields: {
          type: 'array',
          items: { type: 'object', properties: { path: { type: 'string' }, problem: { type: 'string' } } },
        },
      },
    },
  },
}

/** The OpenAPI 3.1 document of the REST routes, made of the procedures' own schemas. */
export function openApiDocument({ title, serverUrl }: { readonly title: string; readonly serverUrl: string }) {
  const routes: readonly DocumentedRoute[] = Object.values(restRoutes)
  return {
    openapi: '3.1.0',
    info: { title, version: '1' },
    servers: [{ url: serverUrl }],
    paths: Object.fromEntries(routes.map((route) => [route.path, { get: operation(route) }])),
  }
}

function operation(route: DocumentedRoute) {
  return {
    operationId: route.procedure,
    summary: route.summary,
    parameters: parameters(route),
    responses: {
      200: { description: 'OK', headers: answerHeaders, content: json(z.toJSONSchema(route.answer, { io: 'output' })) },
      304: { description: 'As `If-None-Match` names it already', headers: cachingHeaders },
      ...Object.fromEntries(
        Object.entries(refusals).map(([status, description]) => [status, { description, content: json(errorBody) }]),
      ),
    },
  }
}

const integerHeader = (description: string) => ({ description, schema: { type: 'integer' } })

const textHeader = (description: string) => ({ description, schema: { type: 'string' } })

const cachingHeaders = {
  'Cache-Control': textHeader('How long a CDN may keep the answer'),
  ETag: textHeader('Names the answer, for `If-None-Match`'),
}

const answerHeaders = {
  ...cachingHeaders,
  'X-RateLimit-Limit': integerHeader('Calls allowed in the window'),
  'X-RateLimit-Remaining': integerHeader('Calls left'),
  'X-RateLimit-Reset': integerHeader('When the whole quota is free again, in seconds since 1970'),
}

const json = (schema: unknown) => ({ 'application/json': { schema } })

function parameters(route: DocumentedRoute) {
  return Object.entries(route.input.shape).map(([name, schema]) => ({
    name,
    in: route.path.includes(`{${name}}`) ? 'path' : 'query',
    required: route.path.includes(`{${name}}`),
    schema: z.toJSONSchema(schema, { io: 'input' }),
  }))
}
