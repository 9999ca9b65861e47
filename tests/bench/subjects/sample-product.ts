import { type Product, product } from '#server/contracts/catalogue.ts'

/** What every subject stores: a service of the catalogue as the API answers it, about 1 KB of JSON. */
export const productSchema = product

/** @param version told back in `priceFromCents`, to see how old a served value is. */
export function sampleProduct(id: string, version: number): Product {
  return {
    id: '01890a5d-ac96-774b-bcce-b302099a8057',
    slug: id,
    area: 'trabalhista',
    name: 'Rescisão e verbas rescisórias',
    summary: 'Conferência das verbas da rescisão, cálculo do que falta e cobrança na Justiça do Trabalho.',
    description:
      'Você traz o termo de rescisão e os últimos contracheques; nós refazemos a conta verba por verba. '.repeat(3),
    includes: ['Conferência do termo de rescisão', 'Cálculo das diferenças', 'Notificação ao empregador'],
    documents: ['Carteira de trabalho', 'Termo de rescisão', 'Três últimos contracheques', 'Extrato do FGTS'],
    questions: [{ question: 'Quanto tempo leva?', answer: 'A conferência fica pronta em três dias úteis.' }],
    durationText: '3 dias úteis',
    priceFromCents: version,
    agents: [],
  }
}

export const versionOf = (value: Product): number => value.priceFromCents ?? -1
