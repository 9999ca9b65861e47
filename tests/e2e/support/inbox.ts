import type { Page } from '@playwright/test'
import { expectLive } from './conversation.ts'
import { accounts, signInAs } from './sign-in.ts'

const frontDesk = [accounts.attendant, accounts.otherAttendant, accounts.admin] as const

/** Signs in as one of those who see every conversation; resolves on the inbox, with the account's name. */
export async function signInAsStaff(page: Page, place: 0 | 1 | 2 = 0): Promise<string> {
  const { name } = await signInAs(page, frontDesk[place])
  await page.goto('/painel')
  return name
}

/** By the account's menu. */
export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Sua conta/ }).click()
  await page.getByRole('menuitem', { name: 'Sair', exact: true }).click()
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
