/** Thousands by dots or by commas, cents behind the other one; or digits alone, with either before the cents. */
const forms = [
  /^(\d{1,3}(?:\.\d{3})+)(?:,(\d{1,2}))?$/,
  /^(\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?$/,
  /^(\d+)(?:[.,](\d{1,2}))?$/,
]

/** An amount as people write it ("350", "1.250,50", "R$ 1,250.50", "1.250") in cents; undefined for what is no amount. */
export function parseReais(text: string): number | undefined {
  const bare = text.replace(/^\s*R\$/, '').replace(/\s/g, '')
  for (const form of forms) {
    const [, whole, cents = ''] = form.exec(bare) ?? []
    if (whole !== undefined) return Number(whole.replace(/\D/g, '')) * 100 + Number(cents.padEnd(2, '0'))
  }
  return undefined
}
