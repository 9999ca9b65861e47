import type { SeedService } from './shapes.ts'

export const empresarial: readonly SeedService[] = []
