import { type PracticeArea, type ProductSummary, practiceAreas } from '#server/contracts/catalogue.ts'

export interface AreaGroup {
  readonly area: PracticeArea
  readonly products: readonly ProductSummary[]
}

/** Services by practice area, in the firm's order of areas; areas without services are left out. */
export const groupByArea = (products: readonly ProductSummary[]): AreaGroup[] =>
  practiceAreas
    .map((area) => ({ area, products: products.filter((product) => product.area === area) }))
    .filter((group) => group.products.length > 0)
