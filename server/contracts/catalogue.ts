import { z } from 'zod'
import { slug, uuid } from './ids.ts'

export const practiceAreas = ['familia', 'trabalhista', 'consumidor', 'imobiliario', 'empresarial'] as const
export const practiceArea = z.enum(practiceAreas)
export type PracticeArea = z.infer<typeof practiceArea>

export const agentSummary = z.object({
  id: uuid,
  slug,
  name: z.string(),
  title: z.string(),
  area: practiceArea,
  greeting: z.string(),
})
export type AgentSummary = z.infer<typeof agentSummary>

export const agent = agentSummary.extend({
  bio: z.string(),
  registration: z.string().describe('Bar association number, e.g. "OAB/RJ 123.456"'),
  services: z.array(z.object({ slug, name: z.string() })),
})

export const productSummary = z.object({
  id: uuid,
  slug,
  area: practiceArea,
  name: z.string(),
  summary: z.string(),
})
export type ProductSummary = z.infer<typeof productSummary>

export const product = productSummary.extend({
  description: z.string().describe('Paragraphs separated by blank lines'),
  includes: z.array(z.string()),
  documents: z.array(z.string()).describe('What the client should have at hand'),
  questions: z.array(z.object({ question: z.string(), answer: z.string() })),
  durationText: z.string(),
  priceFromCents: z.int().nullable().describe('Fee in cents of BRL; null where it is quoted after the first talk'),
  agents: z.array(agentSummary),
})
export type Product = z.infer<typeof product>
