import { defineTexts } from '#src/i18n/use-text.ts'

interface DeadLetterTexts {
  readonly title: string
  readonly lead: string
  readonly filters: string
  readonly which: string
  readonly open: string
  readonly resolved: string
  readonly queue: string
  readonly allQueues: string
  readonly noneOpen: string
  readonly noneOpenText: string
  readonly noneResolved: string
  readonly noneFiltered: string
  readonly list: string
  readonly chooseAll: string
  readonly choose: (name: string, when: string) => string
  readonly chosen: (count: number) => string
  readonly redrive: string
  readonly redriveEdited: string
  readonly discard: string
  readonly discardQuestion: (count: number) => string
  readonly discardYes: string
  readonly keep: string
  readonly redriveAll: string
  readonly discardAll: string
  readonly redriveAllQuestion: (count: number) => string
  readonly discardAllQuestion: (count: number) => string
  readonly decidedSoFar: (count: number) => string
  readonly more: string
  readonly redriven: (count: number) => string
  readonly discarded: (count: number) => string
  readonly refused: (count: number) => string
  readonly refusedOne: string
  readonly meanwhile: string
  readonly attempts: (count: number) => string
  readonly reasons: { readonly failed: string; readonly parked: string; readonly bad_payload: string }
  readonly reasonTexts: { readonly failed: string; readonly parked: string; readonly bad_payload: string }
  readonly resolutions: { readonly redriven: string; readonly discarded: string }
  readonly inspect: string
  readonly back: string
  readonly missing: string
  readonly missingText: string
  readonly facts: string
  readonly job: string
  readonly id: string
  readonly failedAt: string
  readonly version: string
  readonly reason: string
  readonly resolution: string
  readonly asJob: (id: string) => string
  readonly error: string
  readonly history: string
  readonly noHistory: string
  readonly attempt: (number: number) => string
  readonly payload: string
  readonly payloadHint: string
  readonly payloadFixed: string
  readonly notJson: string
  readonly wholePayload: string
  readonly trace: string
}

export const deadLetterTexts = defineTexts<DeadLetterTexts>(
  {
    title: 'Falhas',
    lead: 'Tarefas que esgotaram as tentativas, ou que nenhuma versão do sistema entende. Ficam guardadas até alguém decidir: refazer, corrigir e refazer, ou descartar.',
    filters: 'Filtros',
    which: 'Quais mostrar',
    open: 'Por decidir',
    resolved: 'Decididas',
    queue: 'Fila',
    allQueues: 'Todas as filas',
    noneOpen: 'Nenhuma falha por decidir',
    noneOpenText: 'O que falhar em definitivo aparece aqui, e quem opera o sistema recebe um e-mail.',
    noneResolved: 'Nenhuma falha decidida ainda',
    noneFiltered: 'Nenhuma falha nesta fila',
    list: 'Tarefas que falharam',
    chooseAll: 'Escolher todas as mostradas',
    choose: (name, when) => `Escolher ${name} de ${when}`,
    chosen: (count) => (count === 1 ? '1 escolhida' : `${count} escolhidas`),
    redrive: 'Refazer',
    redriveEdited: 'Refazer com esta correção',
    discard: 'Descartar',
    discardQuestion: (count) =>
      count === 1 ? 'A tarefa nunca será feita. Descartar?' : `As ${count} tarefas nunca serão feitas. Descartar?`,
    discardYes: 'Descartar',
    keep: 'Manter',
    redriveAll: 'Refazer todas',
    discardAll: 'Descartar todas',
    redriveAllQuestion: (count) =>
      count === 1
        ? '1 falha por decidir corresponde aos filtros e voltará para a fila. Refazer?'
        : `${count} falhas por decidir correspondem aos filtros e voltarão para a fila. Refazer todas?`,
    discardAllQuestion: (count) =>
      count === 1
        ? '1 falha por decidir corresponde aos filtros; a tarefa nunca será feita. Descartar?'
        : `${count} falhas por decidir correspondem aos filtros; as tarefas nunca serão feitas. Descartar todas?`,
    decidedSoFar: (count) => `Até agora: ${count}…`,
    more: 'Mostrar mais',
    redriven: (count) => (count === 1 ? '1 tarefa voltou para a fila.' : `${count} tarefas voltaram para a fila.`),
    discarded: (count) => (count === 1 ? '1 tarefa descartada.' : `${count} tarefas descartadas.`),
    refused: (count) =>
      count === 1
        ? '1 falharia de novo do mesmo jeito: abra-a e corrija os dados.'
        : `${count} falhariam de novo do mesmo jeito: abra cada uma e corrija os dados.`,
    refusedOne: 'Assim falharia de novo:',
    meanwhile: 'Outra pessoa já decidiu isto.',
    attempts: (count) => (count === 1 ? '1 tentativa' : `${count} tentativas`),
    reasons: { failed: 'Tentativas esgotadas', parked: 'Desconhecida', bad_payload: 'Dados inválidos' },
    reasonTexts: {
      failed: 'Todas as tentativas falharam.',
      parked: 'Esta versão do sistema não conhece a tarefa; uma que a conheça pode refazê-la.',
      bad_payload: 'Os dados não são os que a tarefa exige.',
    },
    resolutions: { redriven: 'Refeita', discarded: 'Descartada' },
    inspect: 'Ver detalhes',
    back: 'Falhas',
    missing: 'Esta falha não existe',
    missingText: 'Falhas decididas são apagadas depois de algum tempo.',
    facts: 'O que se sabe',
    job: 'Tarefa',
    id: 'Identificador',
    failedAt: 'Falhou em',
    version: 'Versão dos dados',
    reason: 'Motivo',
    resolution: 'Decisão',
    asJob: (id) => `como tarefa ${id}`,
    error: 'Erro',
    history: 'Tentativas',
    noHistory: 'Não chegou a ser tentada.',
    attempt: (number) => `${number}ª tentativa`,
    payload: 'Dados',
    payloadHint: 'JSON. Pode ser corrigido antes de refazer; é conferido antes de voltar para a fila.',
    payloadFixed: 'Os dados com que foi gravada.',
    notJson: 'Isto não é JSON válido.',
    wholePayload: 'dados',
    trace: 'Ver o percurso da conversa',
  },
  {
    title: 'Failures',
    lead: 'Jobs that used up their attempts, or that no version of the system understands. They are kept until somebody decides: run again, correct and run again, or discard.',
    filters: 'Filters',
    which: 'Which to show',
    open: 'To be decided',
    resolved: 'Decided',
    queue: 'Queue',
    allQueues: 'All queues',
    noneOpen: 'No failure waits for a decision',
    noneOpenText: 'What fails for good appears here, and whoever runs the system gets an e-mail.',
    noneResolved: 'No failure has been decided yet',
    noneFiltered: 'No failures in this queue',
    list: 'Jobs that failed',
    chooseAll: 'Choose all that are shown',
    choose: (name, when) => `Choose ${name} of ${when}`,
    chosen: (count) => `${count} chosen`,
    redrive: 'Run again',
    redriveEdited: 'Run again with this correction',
    discard: 'Discard',
    discardQuestion: (count) =>
      count === 1 ? 'The job will never be done. Discard it?' : `The ${count} jobs will never be done. Discard them?`,
    discardYes: 'Discard',
    keep: 'Keep',
    redriveAll: 'Run all again',
    discardAll: 'Discard all',
    redriveAllQuestion: (count) =>
      count === 1
        ? '1 failure to be decided matches the filters and will go back to the queue. Run it again?'
        : `${count} failures to be decided match the filters and will go back to the queue. Run all of them again?`,
    discardAllQuestion: (count) =>
      count === 1
        ? '1 failure to be decided matches the filters; its job will never be done. Discard it?'
        : `${count} failures to be decided match the filters; their jobs will never be done. Discard all of them?`,
    decidedSoFar: (count) => `So far: ${count}…`,
    more: 'Show more',
    redriven: (count) => (count === 1 ? '1 job is back in the queue.' : `${count} jobs are back in the queue.`),
    discarded: (count) => (count === 1 ? '1 job was discarded.' : `${count} jobs were discarded.`),
    refused: (count) =>
      count === 1
        ? '1 would fail again in the same way: open it and correct its data.'
        : `${count} would fail again in the same way: open each and correct its data.`,
    refusedOne: 'Like this it would fail again:',
    meanwhile: 'Somebody else has decided this already.',
    attempts: (count) => (count === 1 ? '1 attempt' : `${count} attempts`),
    reasons: { failed: 'Attempts used up', parked: 'Unknown', bad_payload: 'Invalid data' },
    reasonTexts: {
      failed: 'Every attempt failed.',
      parked: 'This version of the system does not know the job; one that does can run it again.',
      bad_payload: 'The data are not what the job asks for.',
    },
    resolutions: { redriven: 'Run again', discarded: 'Discarded' },
    inspect: 'See details',
    back: 'Failures',
    missing: 'There is no such failure',
    missingText: 'Decided failures are deleted after some time.',
    facts: 'What is known',
    job: 'Job',
    id: 'Identifier',
    failedAt: 'Failed at',
    version: 'Version of the data',
    reason: 'Reason',
    resolution: 'Decision',
    asJob: (id) => `as job ${id}`,
    error: 'Error',
    history: 'Attempts',
    noHistory: 'It was never tried.',
    attempt: (number) => `Attempt ${number}`,
    payload: 'Data',
    payloadHint: 'JSON. It can be corrected before running again, and is checked before it goes back to the queue.',
    payloadFixed: 'The data it was written with.',
    notJson: 'This is not valid JSON.',
    wholePayload: 'data',
    trace: 'See the trace of the conversation',
  },
)
