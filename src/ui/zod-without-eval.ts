import { config } from 'zod'

/**
 * Zod builds parsers from text where it may, and finds out by trying as each schema is made: the page's policy refuses,
 * and the browser reports a violation. To be imported before whatever makes schemas. Servers have no policy and keep
 * the faster way.
 */
if (typeof window !== 'undefined') config({ jitless: true })
