import type { SeedService } from './shapes.ts'

export const consumidor: readonly SeedService[] = []
