import { expect, type Page } from '@playwright/test'
import { z } from 'zod'
import { readRun } from './run-file.ts'

const deliveries = z.object({
  deliveries: z.array(z.object({ seq: z.int(), summary: z.looseObject({ to: z.string().nullish() }) })),
})

/** The simulator's numbers of the mails to an address, oldest first. */
async function mailsTo(address: string): Promise<number[]> {
  const answer = await fetch(`${readRun().simulatorUrl}/api/deliveries?provider=resend`)
  const { deliveries: all } = deliveries.parse(await answer.json())
  return all.filter(({ summary }) => summary.to === address).map(({ seq }) => seq)
}

/** How many mails an address has got so far. */
export const countMails = async (address: string): Promise<number> => (await mailsTo(address)).length

/** Opens the mail that comes to an address after `known` others in the simulator, and answers where it leads. */
export async function readMailedLink(page: Page, address: string, known = 0): Promise<string> {
  await expect.poll(() => countMails(address)).toBeGreaterThan(known)
  const latest = (await mailsTo(address)).at(-1)
  await page.goto(`${readRun().simulatorUrl}/deliveries/${latest}?view=text`)
  const text = await page.getByRole('main').innerText()
  return /https?:\/\/\S+#token=[\w-]+\S*/.exec(text)?.[0] ?? ''
}
