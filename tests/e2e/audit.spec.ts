import { readFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import { accounts, signInAs } from './support/sign-in.ts'
import { test } from './support/test.ts'

/** Tries what only admins may; answers the status. */
const archiveAsWhoIsThere = (page: Page) =>
  page.evaluate(async () => {
    const body = JSON.stringify({ json: { id: '0190a000-0002-7000-8000-0000000000ff' } })
    const headers = { 'Content-Type': 'application/json' }
    return (await fetch('/api/trpc/products.archive', { method: 'POST', headers, body })).status
  })

test.describe('what was refused', () => {
  test.use({ expectedErrors: [/status of 403/] })

  test('is found by an admin, alone and in the file, which leaves a record as well', async ({ newPerson }) => {
    const lawyer = await newPerson()
    await lawyer.goto('/')
    const { name } = await signInAs(lawyer, accounts.lawyer)
    expect(await archiveAsWhoIsThere(lawyer)).toBe(403)

    const admin = await newPerson()
    await admin.goto('/')
    await signInAs(admin, accounts.admin)
    await admin.goto('/console/audit')
    const refused = admin.getByRole('row', { name: 'Arquivou um serviço' }).filter({ hasText: name })
    await expect(refused.first()).toContainText('Recusado')
    await expect(refused.first()).toContainText('sem permissão')

    await refused.first().getByRole('button', { name }).click()
    await expect(admin).toHaveURL(/actor=/)
    await admin.getByLabel('Ação').selectOption({ label: 'Arquivou um serviço' })
    await admin.getByLabel('Resultado').selectOption({ label: 'Feito' })
    await expect(admin.getByRole('heading', { name: 'Nada encontrado' })).toBeVisible()
    await admin.getByLabel('Resultado').selectOption({ label: 'Recusado' })
    await expect(refused.first()).toBeVisible()

    const downloading = admin.waitForEvent('download')
    await admin.getByRole('link', { name: 'Baixar CSV' }).click()
    const file = readFileSync(await (await downloading).path(), 'utf8').split('\r\n')
    expect(file[0]).toContain('Quando,Resultado,Motivo,Ação,Pessoa')
    expect(file[1]).toMatch(new RegExp(`,refused,FORBIDDEN,product\\.archive,${name},lawyer,`))

    await admin.getByRole('button', { name: 'Limpar filtros' }).click()
    await admin.reload()
    await expect(admin.getByRole('row', { name: 'Baixou a auditoria' }).first()).toContainText('Feito')
  })
})

test('the page of the audit log fits a phone', async ({ newPerson }) => {
  const admin = await newPerson({ device: 'narrow' })
  await admin.goto('/')
  await signInAs(admin, accounts.admin)
  await admin.goto('/console/audit')
  await expect(admin.getByRole('heading', { name: 'Registros' })).toBeVisible()
  await expect(admin.locator('[aria-busy="false"]')).toBeVisible()
  const tooWide = await admin.evaluate(() =>
    ['html', 'main', 'main > div'].filter((selector) => {
      const { scrollWidth = 0, clientWidth = -1 } = document.querySelector(selector) ?? {}
      return scrollWidth > clientWidth
    }),
  )
  expect(tooWide).toEqual([])
})
