import type { SeedService } from './shapes.ts'

export const imobiliario: readonly SeedService[] = []
