import { z } from 'zod'
import { practiceArea } from './catalogue.ts'
import { slug, uuid } from './ids.ts'
import { defaultLocale, locale } from './locales.ts'

/** What staff may write of the catalogue: the inputs of the procedures, and of the forms before them. */

const line = (min: number, max: number) => z.string().trim().min(min).max(max)
const lines = z.array(line(1, 400)).max(30)
const ids = z.array(uuid).max(200).transform(withoutRepeats)
const position = z.int().min(0).max(1_000_000).describe('Ascending order in lists')

const productTexts = {
  name: line(3, 120),
  summary: line(10, 400),
  description: line(10, 8_000).describe('Paragraphs separated by blank lines'),
  includes: lines,
  documents: lines,
  questions: z.array(z.object({ question: line(3, 300), answer: line(3, 2_000) })).max(30),
  durationText: z.string().trim().max(240),
}

const agentTexts = {
  title: line(3, 160),
  greeting: line(3, 600),
  bio: line(10, 8_000),
}

const productFields = {
  slug,
  area: practiceArea,
  ...productTexts,
  priceFromCents: z.int().nonnegative().max(2_000_000_000).nullable().describe('Cents of BRL; null: quoted'),
  position,
  isActive: z.boolean(),
  agentIds: ids.describe('Everyone who offers it'),
}

const agentFields = {
  slug,
  profileId: uuid.nullable().describe('The account of this person; null: none yet'),
  name: line(3, 120),
  area: practiceArea,
  ...agentTexts,
  registration: z.string().trim().max(80).describe('Bar association number, e.g. "OAB/RJ 123.456"'),
  position,
  isActive: z.boolean(),
  productIds: ids.describe('Everything they offer'),
}

export const newProduct = z.strictObject({
  ...productFields,
  includes: lines.default([]),
  documents: lines.default([]),
  questions: productTexts.questions.default([]),
  durationText: productTexts.durationText.default(''),
  priceFromCents: productFields.priceFromCents.default(null),
  position: position.optional().describe('Without it: at the end'),
  isActive: z.boolean().default(true),
  agentIds: ids.default([]),
  translations: translationsOf(productTexts).default({}),
})
export type NewProduct = z.infer<typeof newProduct>

export const productChanges = changesOf({ ...productFields, translations: translationsOf(productTexts) })
export type ProductChanges = z.infer<typeof productChanges>

export const newAgent = z.strictObject({
  ...agentFields,
  profileId: agentFields.profileId.default(null),
  registration: agentFields.registration.default(''),
  position: position.optional().describe('Without it: at the end'),
  isActive: z.boolean().default(true),
  productIds: ids.default([]),
  translations: translationsOf(agentTexts).default({}),
})
export type NewAgent = z.infer<typeof newAgent>

export const agentChanges = changesOf({ ...agentFields, translations: translationsOf(agentTexts) })
export type AgentChanges = z.infer<typeof agentChanges>

/** Any of the fields, but at least one. */
function changesOf<S extends z.core.$ZodLooseShape>(fields: S) {
  const given = (changes: object) => Object.values(changes).some((value) => value !== undefined)
  return z.strictObject(fields).partial().refine(given, 'must change something')
}

/** By locale: a text that is not given stays as it is; null takes the whole translation back. */
function translationsOf<S extends z.core.$ZodLooseShape>(texts: S) {
  return z.partialRecord(locale.exclude([defaultLocale]), z.strictObject(texts).partial().nullable())
}

function withoutRepeats(list: readonly string[]): string[] {
  return [...new Set(list)]
}
