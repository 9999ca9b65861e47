import { expect, test } from 'vitest'
import { renderTable } from '#tests/support/authorisation/render-table.ts'

/** Written anew by `npx vitest run --project static tests/architecture/docs/authorisation-page.test.ts -u`. */
test('the page of the matrix shows the table', async () => {
  await expect(renderTable()).toMatchFileSnapshot('../../../docs/authorisation-matrix.md')
})
