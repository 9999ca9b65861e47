import type { AlertName } from '../../contracts/alerts.ts'

interface AlertWording {
  readonly title: string
  /** What it means and where to look. */
  readonly detail: string
}

/** The alerts as mails to the operator name them, in the firm's language. The console's own words: alert-texts.ts of src. */
export const alertWording: Readonly<Record<AlertName, AlertWording>> = {
  'low-hit-rate': {
    title: 'taxa de acerto do cache baixa',
    detail: 'Menos chamadas do que o esperado são respondidas pelo cache nos últimos dez minutos; o banco faz o resto.',
  },
  'queue-backlog': {
    title: 'tarefas acumuladas',
    detail: 'Há mais tarefas por fazer do que os processos de trabalho dão conta.',
  },
  'outbox-age': {
    title: 'tarefas paradas antes da fila',
    detail: 'Há tarefas que deveriam estar na fila e ainda esperam no banco: o Redis ou o processo de trabalho falha.',
  },
  'failed-jobs': {
    title: 'tarefas falharam em definitivo',
    detail: 'Esgotaram as tentativas e esperam uma decisão: refazer, com ou sem correção, ou descartar.',
  },
  'redis-memory': {
    title: 'memória do Redis quase cheia',
    detail: 'Quando a memória acaba, o Redis recusa gravações: sessões, limites e filas param.',
  },
  'stuck-worker': {
    title: 'fila sem quem a atenda',
    detail: 'Há tarefas na fila que nenhum processo de trabalho começa a fazer.',
  },
}
