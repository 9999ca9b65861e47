import type { Delivery } from './deliveries.ts'

/** A text field of the request's body, where there is one. */
export function readText(entry: Delivery, field: string): string | undefined {
  const { body } = entry.request
  const value =
    typeof body === 'object' && body !== null ? Object.entries(body).find(([name]) => name === field) : undefined
  return typeof value?.[1] === 'string' ? value[1] : undefined
}
