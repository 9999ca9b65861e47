import type { Page } from '@playwright/test'
import { expectLive } from './conversation.ts'

/** Signs in as the first staff account; resolves on the inbox. */
export async function signInAsStaff(page: Page): Promise<void> {
  await page.goto('/entrar')
  await page
    .getByRole('button', { name: /^Entrar como / })
    .first()
    .click()
  await page.waitForURL(/\/painel$/)
}

/** Signs in and opens the conversation of that visitor from the list; resolves when it is live. */
export async function openConversationAsStaff(page: Page, visitorName: string): Promise<void> {
  await signInAsStaff(page)
  await openFromList(page, visitorName)
}

export async function openFromList(page: Page, visitorName: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Conversas abertas' }).getByRole('link', { name: visitorName }).click()
  await expectLive(page)
}
