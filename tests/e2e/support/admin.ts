import { expect, type Page } from '@playwright/test'
import { z } from 'zod'

const accounts = z.array(z.object({ id: z.string(), role: z.string() }))

export async function signInAsAdmin(page: Page): Promise<void> {
  const staff = accounts.parse(await (await page.request.get('/api/auth/dev-accounts')).json())
  const profileId = staff.find(({ role }) => role === 'admin')?.id
  expect((await page.request.post('/api/auth/dev-sign-in', { data: { profileId } })).status()).toBe(200)
}
