import { defineTexts } from '#src/i18n/use-text.ts'

/** The console's pages, in the order of their tabs: each lies at `/console/<section>` and has its name below. */
export const consoleSections = [
  'jobs',
  'dead-letters',
  'trace',
  'alerts',
  'webhooks',
  'mail',
  'cache',
  'staff',
  'audit',
  'privacy',
] as const

export type ConsoleSection = (typeof consoleSections)[number]

export const consoleHref = (section: ConsoleSection): string => `/console/${section}`

type SectionNames = Readonly<Record<ConsoleSection, string>>

export const sectionTexts = defineTexts<{ readonly label: string; readonly names: SectionNames }>(
  {
    label: 'Páginas do console',
    names: {
      jobs: 'Tarefas',
      'dead-letters': 'Falhas',
      trace: 'Percurso',
      alerts: 'Alertas',
      webhooks: 'Webhooks',
      mail: 'E-mail',
      cache: 'Cache',
      staff: 'Equipe',
      audit: 'Auditoria',
      privacy: 'Privacidade',
    },
  },
  {
    label: 'Pages of the console',
    names: {
      jobs: 'Jobs',
      'dead-letters': 'Failures',
      trace: 'Trace',
      alerts: 'Alerts',
      webhooks: 'Webhooks',
      mail: 'E-mail',
      cache: 'Cache',
      staff: 'Team',
      audit: 'Audit',
      privacy: 'Privacy',
    },
  },
)
