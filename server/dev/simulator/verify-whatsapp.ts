import { randomInt } from 'node:crypto'
import type { SimulatorParts } from './simulator-parts.ts'

export interface Verification {
  readonly ok: boolean
  /** Of the site's answer; null when none came, or no site is named. */
  readonly status: number | null
}

/** Meta's handshake when a webhook's address is saved: the site must echo the bare challenge. */
export async function verifyWhatsapp({ settings, secrets }: SimulatorParts): Promise<Verification> {
  const { site } = settings.current()
  if (site === null) return { ok: false, status: null }
  const challenge = String(randomInt(100_000_000, 999_999_999))
  const url = new URL('/api/webhooks/whatsapp', site)
  url.searchParams.set('hub.mode', 'subscribe')
  url.searchParams.set('hub.verify_token', secrets.WHATSAPP_VERIFY_TOKEN)
  url.searchParams.set('hub.challenge', challenge)
  try {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(10_000) })
    return { ok: answer.status === 200 && (await answer.text()) === challenge, status: answer.status }
  } catch {
    return { ok: false, status: null }
  }
}
