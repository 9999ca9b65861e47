import { html } from 'hono/html'
import type { Delivery } from '../deliveries.ts'
import { readText } from '../delivery-text.ts'
import type { WebhookEvent } from '../webhooks/webhook-events.ts'
import { formatDate, formatTime } from './format.ts'
import { outcomeLabels, senderLabels, stateLabels, stateTones } from './labels.ts'
import type { Html } from './layout.ts'

export type DeliveryView = 'html' | 'text' | 'json'

export interface DetailModel {
  readonly entry: Delivery
  readonly view: DeliveryView
  /** What the provider told the site about it, oldest first. */
  readonly events: readonly WebhookEvent[]
  readonly listHref: string
  linkTo(view: DeliveryView): string
}

export const renderDetail = (model: DetailModel): Html => html`
  <a class="back" href="${model.listHref}">← Voltar à lista</a>
  <h2>${model.entry.summary.title}</h2>
  <dl>
    ${describeFields(model.entry).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}
    <dt>Resultado</dt><dd>${renderOutcome(model.entry)} <code>${model.entry.response.status}</code></dd>
    <dt>Avisos ao site</dt><dd data-live="events">${renderEvents(model.events)}</dd>
  </dl>
  ${isEmail(model.entry) && model.entry.outcome === 'accepted' ? renderFates(model.entry) : ''}
  ${isEmail(model.entry) ? renderViews(model) : ''}
  ${renderContent(model)}`

export const renderOutcome = (entry: Delivery): Html =>
  html`<span class="tag ${entry.outcome}">${outcomeLabels[entry.outcome]}</span>`

const renderEvents = (events: readonly WebhookEvent[]): Html =>
  events.length === 0
    ? html`<span class="quiet">nenhum</span>`
    : html`<ul class="events">${events.map(
        (event) =>
          html`<li><a href="/webhooks/${event.seq}">${event.kind}</a> <span class="tag ${stateTones[event.state]}">${stateLabels[event.state]}</span></li>`,
      )}</ul>`

/** What may still become of an accepted e-mail. */
const renderFates = (
  entry: Delivery,
): Html => html`<form class="fates" method="post" action="/deliveries/${entry.seq}/fate">
  <button class="plain" name="fate" value="bounced">Devolver: endereço não existe</button>
  <button class="plain" name="fate" value="full">Devolver: caixa cheia</button>
  <button class="plain" name="fate" value="complained">Marcar como spam</button>
  <button class="plain" name="fate" value="delivery_delayed">Atrasar a entrega</button>
</form>`

const renderViews = (model: DetailModel): Html => html`<nav class="views" aria-label="Formas de ver">
  ${(['html', 'text', 'json'] as const).map(
    (view) =>
      html`<a href="${model.linkTo(view)}" ${model.view === view ? 'aria-current=true' : ''}>${viewLabels[view]}</a>`,
  )}
</nav>`

const viewLabels = { html: 'Como chega', text: 'Só texto', json: 'Requisição e resposta' }

function renderContent({ entry, view }: DetailModel): Html {
  if (isEmail(entry) && view === 'html') {
    return html`<iframe title="E-mail" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/deliveries/${entry.seq}/html"></iframe>`
  }
  if (isEmail(entry) && view === 'text') return html`<pre>${readText(entry, 'text') ?? 'Sem versão em texto.'}</pre>`
  return html`<pre>${JSON.stringify({ request: entry.request, response: entry.response }, null, 2)}</pre>`
}

function describeFields(entry: Delivery): readonly (readonly [string, string])[] {
  const fields = [
    ['De', readText(entry, 'from')],
    ['Para', entry.summary.to],
    ['Responder a', readText(entry, 'reply_to')],
    ['Provedor', senderLabels[entry.provider]],
    ['Recebido', `${formatTime(entry.receivedAt)} · ${formatDate(entry.receivedAt)}`],
    ['Identificador', entry.id],
    ['Chave de idempotência', entry.idempotencyKey],
    ['Referência', readText(entry, 'biz_opaque_callback_data') ?? readText(entry, 'external_reference')],
  ] as const
  return fields.flatMap(([name, value]) => (value ? [[name, value] as const] : []))
}

const isEmail = (entry: Delivery): boolean => entry.kind === 'email'
