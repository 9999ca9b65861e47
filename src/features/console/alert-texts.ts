import type { AlertName } from '#server/contracts/alerts.ts'
import { defineTexts } from '#src/i18n/use-text.ts'

interface AlertText {
  readonly title: string
  readonly text: string
}

interface AlertTexts {
  readonly title: string
  readonly lead: string
  readonly list: string
  readonly allWell: string
  readonly raisedCount: (count: number) => string
  readonly silent: (duration: string) => string
  readonly silentText: string
  readonly readAgo: (duration: string) => string
  readonly now: string
  readonly threshold: (isAbove: boolean) => string
  readonly clears: (isAbove: boolean, value: string) => string
  readonly nothing: string
  readonly raised: string
  readonly quiet: string
  readonly since: (time: string) => string
  readonly history: string
  readonly historyEmpty: string
  readonly historyEmptyText: string
  readonly kind: { readonly raised: string; readonly cleared: string }
  readonly banner: (count: number) => string
  readonly see: string
  readonly alerts: Readonly<Record<AlertName, AlertText>>
}

export const alertTexts = defineTexts<AlertTexts>(
  {
    title: 'Alertas',
    lead: 'O que precisa de atenção. A cada minuto tudo é medido de novo; quem opera o sistema recebe um e-mail quando um alerta começa e outro quando termina.',
    list: 'Medições',
    allWell: 'Tudo normal',
    raisedCount: (count) => (count === 1 ? '1 alerta aberto' : `${count} alertas abertos`),
    silent: (duration) => `Nenhum processo de trabalho dá sinal há ${duration}`,
    silentText:
      'E-mails, WhatsApp e webhooks esperam, e nada se perde. Verifique se o processo worker está no ar; as medições abaixo são antigas.',
    readAgo: (duration) => `Medido há ${duration}`,
    now: 'Agora',
    threshold: (isAbove) => (isAbove ? 'Limite' : 'Mínimo'),
    clears: (isAbove, value) => `normal de novo ${isAbove ? 'até' : 'a partir de'} ${value}`,
    nothing: 'nada a medir',
    raised: 'Aberto',
    quiet: 'Normal',
    since: (time) => `desde ${time}`,
    history: 'Histórico',
    historyEmpty: 'Nenhum alerta até hoje',
    historyEmptyText: 'Cada começo e cada fim fica registrado aqui por seis meses.',
    kind: { raised: 'começou', cleared: 'terminou' },
    banner: (count) => (count === 1 ? '1 alerta aberto:' : `${count} alertas abertos:`),
    see: 'Ver alertas',
    alerts: {
      'low-hit-rate': {
        title: 'Taxa de acerto do cache',
        text: 'Parte das chamadas que o cache respondeu sem ir ao banco, nos últimos dez minutos.',
      },
      'queue-backlog': {
        title: 'Tarefas acumuladas',
        text: 'Tarefas que já deveriam ter sido feitas e ainda não terminaram.',
      },
      'outbox-age': {
        title: 'Espera antes da fila',
        text: 'Há quanto tempo a tarefa mais antiga espera no banco por um lugar na fila.',
      },
      'failed-jobs': {
        title: 'Falhas definitivas',
        text: 'Tarefas que esgotaram as tentativas e esperam uma decisão.',
      },
      'redis-memory': {
        title: 'Memória do Redis',
        text: 'Quanto da memória do Redis de sessões e filas está em uso. Cheia, ele recusa gravações.',
      },
      'stuck-worker': {
        title: 'Fila sem atendimento',
        text: 'Há quanto tempo alguma fila tem tarefas que nenhum processo começa.',
      },
    },
  },
  {
    title: 'Alerts',
    lead: 'What needs a look. Everything is measured anew each minute; whoever runs the system gets an e-mail when an alert begins and another when it ends.',
    list: 'Readings',
    allWell: 'All is well',
    raisedCount: (count) => (count === 1 ? '1 alert is open' : `${count} alerts are open`),
    silent: (duration) => `No worker has been heard of for ${duration}`,
    silentText:
      'E-mails, WhatsApp and webhooks wait, and nothing is lost. See whether the worker process runs; the readings below are old.',
    readAgo: (duration) => `Read ${duration} ago`,
    now: 'Now',
    threshold: (isAbove) => (isAbove ? 'Limit' : 'Minimum'),
    clears: (isAbove, value) => `normal again ${isAbove ? 'down to' : 'from'} ${value}`,
    nothing: 'nothing to measure',
    raised: 'Open',
    quiet: 'Normal',
    since: (time) => `since ${time}`,
    history: 'History',
    historyEmpty: 'No alert so far',
    historyEmptyText: 'Each beginning and each end is kept here for six months.',
    kind: { raised: 'began', cleared: 'ended' },
    banner: (count) => (count === 1 ? '1 alert is open:' : `${count} alerts are open:`),
    see: 'See alerts',
    alerts: {
      'low-hit-rate': {
        title: 'Cache hit rate',
        text: 'Share of the calls that the caches answered without the database, over the last ten minutes.',
      },
      'queue-backlog': {
        title: 'Backlog of jobs',
        text: 'Jobs that should have been done by now and have not ended.',
      },
      'outbox-age': {
        title: 'Wait before the queue',
        text: 'How long the oldest job has waited in the database for its place in the queue.',
      },
      'failed-jobs': {
        title: 'Failed for good',
        text: 'Jobs that used up their attempts and wait for a decision.',
      },
      'redis-memory': {
        title: 'Memory of Redis',
        text: 'How much of the memory of the Redis for sessions and queues is in use. Full, it refuses to write.',
      },
      'stuck-worker': {
        title: 'Queue without a worker',
        text: 'For how long a queue has had jobs that no worker begins.',
      },
    },
  },
)
