import type { Page } from '@playwright/test'
import { pino } from 'pino'
import { listStaff, type Profile } from '#db/queries/profiles.ts'
import { parseEnv } from '#server/env.ts'
import { sessionCookieName } from '#server/http/session-cookie.ts'
import { createServices, type Services } from '#server/services.ts'
import { readRun } from './run-file.ts'

/** Those of the seed who see every conversation: an admin and the front desk. */
export const accounts = {
  admin: 'helena@garcezpalha.example',
  attendant: 'beatriz@garcezpalha.example',
  otherAttendant: 'lucas@garcezpalha.example',
  lawyer: 'camila@garcezpalha.example',
} as const

/** Signs a member of staff in by a session that is written straight into the store; the way by mail has a test of its own. */
export async function signInAs(page: Page, email: string): Promise<Profile> {
  const { siteUrl, environment } = readRun()
  const services = createServices(parseEnv(environment), { name: 'e2e', log: pino({ enabled: false }) })
  try {
    const profile = await findStaff(services, email)
    const origin = { method: 'link', userAgent: await page.evaluate(() => navigator.userAgent), address: '' } as const
    const { token } = await services.sessions.create({ userId: profile.id, role: profile.role, origin })
    await page
      .context()
      .addCookies([
        { name: sessionCookieName(services.env), value: token, url: siteUrl, httpOnly: true, sameSite: 'Lax' },
      ])
    return profile
  } finally {
    await services.close()
  }
}

async function findStaff({ db }: Services, email: string): Promise<Profile> {
  const profile = (await listStaff(db)).find((person) => person.email === email)
  if (!profile) throw new Error(`no member of staff has the address ${email}`)
  return profile
}
