import type { Page } from '@playwright/test'
import { accounts, signInAs } from './sign-in.ts'

export async function signInAsAdmin(page: Page): Promise<void> {
  await signInAs(page, accounts.admin)
}
