/**
 * Queries whose answers are the same for everybody and may be kept by a CDN. Browsers send each of them alone: in a
 * batch with anything else nobody could keep it, and no two batches have the same address.
 */
const sharedQueries: ReadonlySet<string> = new Set(['products.list', 'products.bySlug', 'agents.list', 'agents.byId'])

export const isSharedQuery = (path: string): boolean => sharedQueries.has(path)
