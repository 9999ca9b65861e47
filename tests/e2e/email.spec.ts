import { expect } from '@playwright/test'
import { startConversation } from './support/conversation.ts'
import { readRun } from './support/run-file.ts'
import { test } from './support/test.ts'

// Playwright looks into the frame of the e-mail, which allows no script.
test.use({ expectedErrors: [/Blocked script execution in .*\/html/] })

test('a new conversation is announced to the firm and confirmed to the visitor by e-mail', async ({ newPerson }) => {
  const visitor = await newPerson({ device: 'phone' })
  await startConversation(visitor, {
    name: 'Beatriz Queirós',
    email: 'beatriz@correio.example',
    body: 'Quero rever um contrato de locação.',
  })
  const operator = await newPerson()
  await operator.goto(readRun().simulatorUrl)
  await expect(operator.getByRole('status')).not.toHaveText('Conectando…')
  const toVisitor = operator.getByRole('listitem').filter({ hasText: 'beatriz@correio.example' })
  await expect(toVisitor).toHaveCount(1)
  await operator.getByRole('listitem').filter({ hasText: 'Beatriz Queirós' }).getByRole('link').first().click()
  await expect(operator.getByText('Chave de idempotência')).toBeVisible()
})
