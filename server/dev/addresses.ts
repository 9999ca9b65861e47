import { relative } from 'node:path'
import type { Ports } from './choose-ports.ts'
import type { Home } from './home.ts'
import type { PartName } from './part-names.ts'
import { projectRoot } from './project-root.ts'
import type { Address } from './runtime-file.ts'

/** What the table of a running stack lists; a part that is elsewhere has no line. No passwords. */
export function listAddresses(ports: Ports, running: ReadonlySet<PartName>, home: Home): Address[] {
  const site = `http://localhost:${ports.web}`
  const password = `password: ${relative(projectRoot, home.secrets)}`
  const hasSamples = running.has('postgres') && running.has('simulator')
  const lines: [PartName, Address][] = [
    ['web', { label: 'Site', url: site }],
    ['web', { label: 'Inbox of the firm', url: `${site}/painel`, ...(hasSamples && { note: howToSignIn }) }],
    ['web', { label: 'Health', url: `${site}/api/health` }],
    ['web', { label: 'REST and OpenAPI', url: `${site}/api/openapi.json` }],
    [
      'simulator',
      {
        label: 'Simulator',
        url: `http://127.0.0.1:${ports.simulator}`,
        note: 'e-mails, WhatsApp, payments: nothing leaves this machine',
      },
    ],
    ['gateway', { label: 'WebSocket gateway', url: `ws://localhost:${ports.gateway}/trpc` }],
    ['worker', { label: 'Worker', url: `http://127.0.0.1:${ports.worker}/healthz` }],
    ['postgres', { label: 'Database', url: `postgres://postgres@127.0.0.1:${ports.postgres}/plantao`, note: password }],
    ['postgrest', { label: 'PostgREST', url: `http://127.0.0.1:${ports.postgrest}` }],
    ['redis-state', { label: 'Redis (state)', url: `redis://127.0.0.1:${ports['redis-state']}`, note: password }],
    ['redis-cache', { label: 'Redis (cache)', url: `redis://127.0.0.1:${ports['redis-cache']}`, note: password }],
  ]
  return lines.filter(([part]) => running.has(part)).map(([, address]) => address)
}

/** The seed's admin (prisma-free-db/seed/staff.ts). */
const howToSignIn = 'sign in as helena@garcezpalha.example: the link comes to the simulator'

/** Aligned lines for a terminal. */
export function formatAddresses(addresses: readonly Address[]): string[] {
  const labelWidth = Math.max(0, ...addresses.map(({ label }) => label.length))
  const urlWidth = Math.max(0, ...addresses.filter(({ note }) => note).map(({ url }) => url.length))
  return addresses.map(({ label, url, note }) =>
    `  ${label.padEnd(labelWidth)}  ${note ? `${url.padEnd(urlWidth)}  ${note}` : url}`.trimEnd(),
  )
}
