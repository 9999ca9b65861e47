import type { SeedService } from './shapes.ts'

export const trabalhista: readonly SeedService[] = []
