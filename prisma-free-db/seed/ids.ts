const kinds = {
  profile: 1,
  product: 2,
  agent: 3,
  conversation: 4,
  event: 5,
  clientMessage: 6,
  lead: 7,
  request: 8,
} as const

/** The fixed id of a seeded row: the same in every database. A valid UUIDv7 of a day in 2024. */
export function seedId(kind: keyof typeof kinds, number: number): string {
  const group = String(kinds[kind]).padStart(4, '0')
  return `0190a000-${group}-7000-8000-${String(number).padStart(12, '0')}`
}
