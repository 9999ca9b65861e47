import { z } from 'zod'
import { agentSummary, product, productSummary } from '../contracts/catalogue.ts'
import { listAgentsInput } from '../features/agents/agents.router.ts'
import { findProductInput, listProductsInput } from '../features/catalogue/products.router.ts'

/** A procedure with an address of its own. */
export interface RestRoute {
  /** OpenAPI path template; a `{name}` is a dynamic segment of the Next route. */
  readonly path: string
  readonly method: 'GET' | 'POST'
  /** The procedure that answers: a query for GET, a mutation for POST. */
  readonly procedure: string
  readonly summary: string
}

/** A route that the OpenAPI document describes. */
export interface DocumentedRoute extends RestRoute {
  readonly input: z.ZodObject
  readonly answer: z.ZodType
}

/** The REST face of the catalogue: same limits, same cache, same errors. One entry serves the route and the OpenAPI document. */
export const restRoutes = {
  products: {
    path: '/api/products',
    method: 'GET',
    procedure: 'products.list',
    summary: 'The services of the firm',
    input: listProductsInput,
    answer: z.array(productSummary),
  },
  product: {
    path: '/api/products/{slug}',
    method: 'GET',
    procedure: 'products.bySlug',
    summary: 'One service in full',
    input: findProductInput,
    answer: product,
  },
  agents: {
    path: '/api/agents',
    method: 'GET',
    procedure: 'agents.list',
    summary: 'The people who answer',
    input: listAgentsInput,
    answer: z.array(agentSummary),
  },
} as const satisfies Record<string, DocumentedRoute>

/** What the sign-in page calls; not part of the public document. */
export const authRoutes = {
  signOut: { path: '/api/auth/sign-out', method: 'POST', procedure: 'auth.signOut', summary: 'Sign out' },
} as const satisfies Record<string, RestRoute>
