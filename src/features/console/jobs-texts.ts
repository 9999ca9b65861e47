import type { QueueName } from '#server/contracts/jobs.ts'
import { defineTexts } from '#src/i18n/use-text.ts'

interface JobsTexts {
  readonly title: string
  readonly lead: string
  readonly now: string
  readonly waiting: string
  readonly oldest: (age: string) => string
  readonly nothingWaits: string
  readonly unfinished: string
  readonly unfinishedText: string
  readonly later: string
  readonly laterText: string
  readonly deadLetters: string
  readonly decide: string
  readonly noDeadLetters: string
  readonly queues: string
  readonly queuesText: string
  readonly board: string
  readonly queuesAway: string
  readonly queuesAwayText: string
  readonly queue: string
  readonly names: Readonly<Record<QueueName, string>>
  readonly ready: string
  readonly active: string
  readonly delayed: string
  readonly failed: string
  readonly atOnce: (count: string) => string
  readonly paused: string
  readonly lastHour: string
  readonly lastHourText: string
  readonly idle: string
  readonly idleText: string
  readonly job: string
  readonly written: string
  readonly done: string
  readonly open: string
  readonly retried: string
  readonly dead: string
  readonly median: string
  readonly none: string
}

export const jobsTexts = defineTexts<JobsTexts>(
  {
    title: 'Tarefas',
    lead: 'Tudo que acontece depois do clique: e-mails, WhatsApp, webhooks, avisos. Cada tarefa é gravada junto com os dados de que trata e só termina quando foi feita.',
    now: 'Agora',
    waiting: 'Por entrar na fila',
    oldest: (age) => `a mais antiga há ${age}`,
    nothingWaits: 'nenhuma espera',
    unfinished: 'Na fila ou em andamento',
    unfinishedText: 'inclui as que vão tentar de novo',
    later: 'Marcadas para depois',
    laterText: 'entram na fila na hora certa',
    deadLetters: 'Falharam em definitivo',
    decide: 'Decidir o que fazer',
    noDeadLetters: 'nada a decidir',
    queues: 'Filas',
    queuesText: 'O que está no Redis neste momento.',
    board: 'Abrir o painel das filas (BullMQ)',
    queuesAway: 'O Redis não responde',
    queuesAwayText: 'As tarefas esperam no banco e nada se perde. Esta parte volta sozinha.',
    queue: 'Fila',
    names: {
      emails: 'E-mails',
      whatsapp: 'WhatsApp',
      webhooks: 'Webhooks recebidos',
      deliveries: 'Webhooks enviados',
      notifications: 'Avisos',
      maintenance: 'Manutenção',
    },
    ready: 'Prontas',
    active: 'Em andamento',
    delayed: 'Nova tentativa',
    failed: 'Falhas no Redis',
    atOnce: (count) => `até ${count} por processo`,
    paused: 'em pausa',
    lastHour: 'Última hora',
    lastHourText: 'As tarefas gravadas nos últimos sessenta minutos e o que foi feito delas.',
    idle: 'Nenhuma tarefa na última hora',
    idleText: 'Inicie uma conversa pelo site: os e-mails dela aparecem aqui em segundos.',
    job: 'Tarefa',
    written: 'Gravadas',
    done: 'Feitas',
    open: 'Em curso',
    retried: 'Repetidas',
    dead: 'Falharam',
    median: 'Tempo mediano',
    none: '–',
  },
  {
    title: 'Jobs',
    lead: 'All that happens after the click: e-mails, WhatsApp, webhooks, notifications. Each job is written together with the data it is about, and ends only when it is done.',
    now: 'Now',
    waiting: 'Not yet in the queue',
    oldest: (age) => `the oldest for ${age}`,
    nothingWaits: 'none waits',
    unfinished: 'In the queue or running',
    unfinishedText: 'those that will be tried again included',
    later: 'For later',
    laterText: 'queued when their time comes',
    deadLetters: 'Failed for good',
    decide: 'Decide what to do',
    noDeadLetters: 'nothing to decide',
    queues: 'Queues',
    queuesText: 'What is in Redis right now.',
    board: 'Open the board of the queues (BullMQ)',
    queuesAway: 'Redis does not answer',
    queuesAwayText: 'Jobs wait in the database and nothing is lost. This part comes back by itself.',
    queue: 'Queue',
    names: {
      emails: 'E-mails',
      whatsapp: 'WhatsApp',
      webhooks: 'Inbound webhooks',
      deliveries: 'Outgoing webhooks',
      notifications: 'Notifications',
      maintenance: 'Maintenance',
    },
    ready: 'Ready',
    active: 'Running',
    delayed: 'To be retried',
    failed: 'Failed in Redis',
    atOnce: (count) => `up to ${count} a process`,
    paused: 'paused',
    lastHour: 'Last hour',
    lastHourText: 'The jobs that were written in the last sixty minutes, and what became of them.',
    idle: 'No jobs in the last hour',
    idleText: 'Start a conversation on the site: its e-mails appear here within seconds.',
    job: 'Job',
    written: 'Written',
    done: 'Done',
    open: 'Under way',
    retried: 'Retried',
    dead: 'Failed',
    median: 'Median time',
    none: '–',
  },
)
