import type { Page } from '@playwright/test'
import { expectLive } from './conversation.ts'

/** Signs in as the staff account of that place in the list; resolves on the inbox, with the account's name. */
export async function signInAsStaff(page: Page, place = 0): Promise<string> {
  await page.goto('/entrar')
  const button = page.getByRole('button', { name: /^Entrar como / }).nth(place)
  const label = (await button.getAttribute('aria-label')) ?? (await button.innerText())
  await button.click()
  await page.waitForURL(/\/painel$/)
  return label.replace(/^Entrar como /, '')
}

export const inboxList = (page: Page) => page.getByRole('navigation', { name: 'Conversas abertas' })

/** Signs in and opens the conversation of that visitor from the list; resolves when it is live. */
export async function openConversationAsStaff(page: Page, visitorName: string): Promise<void> {
  await signInAsStaff(page)
  await openFromList(page, visitorName)
}

export async function openFromList(page: Page, visitorName: string): Promise<void> {
  await inboxList(page).getByRole('link', { name: visitorName }).click()
  await expectLive(page)
}
