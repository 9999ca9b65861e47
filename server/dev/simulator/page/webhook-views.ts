import { html } from 'hono/html'
import type { Settings } from '../settings.ts'
import type { EventRule } from '../webhooks/event-rules.ts'
import { type SenderName, senderNames, type WebhookEvent } from '../webhooks/webhook-events.ts'
import { renderEventRules } from './event-rule-form.ts'
import { formatDate, formatTime, prettyJson } from './format.ts'
import { senderLabels, signatureLabels, stateLabels, stateTones } from './labels.ts'
import { type Html, renderLayout } from './layout.ts'
import { renderTab } from './views.ts'

export interface WebhooksModel {
  readonly provider: SenderName | undefined
  /** Newest first. */
  readonly events: readonly WebhookEvent[]
  readonly counts: Readonly<Record<SenderName | 'all', number>>
  readonly rules: readonly EventRule[]
  readonly selected: WebhookEvent | undefined
  readonly settings: Settings
  readonly paused: readonly SenderName[]
  /** What came of the handshake that was just tried. */
  readonly verification: string | undefined
}

/** What the providers tell the site. */
export const renderWebhooks = (model: WebhooksModel): Html =>
  renderLayout({
    title: 'Webhooks',
    current: 'webhooks',
    body: [renderTabs(model), renderDestination(model), renderEventRules(model.rules), renderMain(model)],
  })

const renderTabs = (model: WebhooksModel): Html => html`<nav class="tabs" data-live="tabs" aria-label="Provedores">
  ${renderTab({ href: '/webhooks', label: 'Todos', count: model.counts.all, isCurrent: model.provider === undefined })}
  ${senderNames.map((name) =>
    renderTab({
      href: `/webhooks?provider=${name}`,
      label: senderLabels[name],
      count: model.counts[name],
      isCurrent: model.provider === name,
    }),
  )}
</nav>`

const renderDestination = ({
  settings,
  paused,
  verification,
}: WebhooksModel): Html => html`<section class="notice" data-live="destination">
  <span>${settings.site ? html`Vão para <code>${settings.site}/api/webhooks/…</code>` : 'Nenhum site foi indicado: nada é enviado.'}</span>
  ${settings.site ? html`<form method="post" action="/webhooks/verify"><button class="plain">Verificar o webhook do WhatsApp</button></form>` : ''}
  ${verification === undefined ? '' : html`<span class="tag ${verification === 'ok' ? 'accepted' : 'refused'}">${verification === 'ok' ? 'O site respondeu ao desafio' : 'O site não respondeu ao desafio'}</span>`}
  ${paused.length === 0 ? '' : html`<form method="post" action="/webhooks/resume"><span class="tag refused">Fila parada: ${paused.map((name) => senderLabels[name]).join(', ')}</span> <button class="plain">Retomar</button></form>`}
</section>`

function renderMain(model: WebhooksModel): Html {
  if (model.events.length === 0 && !model.selected) return renderEmpty()
  return html`<main class="${model.selected ? 'has-detail' : 'no-detail'}">
  <ul class="list" data-live="list">${model.events.map((event) => renderItem(model, event))}</ul>
  <section class="detail">${
    model.selected
      ? renderEvent(model, model.selected)
      : html`<div class="empty"><h2>Escolha um webhook</h2><p>O corpo, a assinatura e as tentativas aparecem aqui.</p></div>`
  }</section>
</main>`
}

const renderEmpty = (): Html => html`<main data-live="empty"><div class="empty whole">
  <h2>Nenhum webhook ainda</h2>
  <p>Escreva como cliente em <a href="/phone">WhatsApp do cliente</a>, pague em <a href="/payments">Pagamentos</a> ou abra uma conversa no site.</p>
</div></main>`

const renderItem = (model: WebhooksModel, event: WebhookEvent): Html => html`<li>
  <a href="/webhooks/${event.seq}${model.provider ? `?provider=${model.provider}` : ''}" ${model.selected?.seq === event.seq ? 'aria-current=true' : ''}>
    <strong>${event.kind}</strong>
    <time datetime="${event.createdAt}">${formatTime(event.createdAt)}</time>
    <span class="to">${event.summary.to || senderLabels[event.provider]}${event.copy > 1 ? ` · cópia ${event.copy}` : ''}</span>
    ${event.state === 'delivered' ? html`<span></span>` : renderState(event)}
    <span class="preview">${event.summary.preview}</span>
  </a>
</li>`

const renderState = (event: WebhookEvent): Html =>
  html`<span class="tag ${stateTones[event.state]}">${stateLabels[event.state]}</span>`

const renderEvent = (model: WebhooksModel, event: WebhookEvent): Html => html`
  <a class="back" href="${model.provider ? `/webhooks?provider=${model.provider}` : '/webhooks'}">← Voltar à lista</a>
  <h2>${event.kind}</h2>
  <dl>
    <dt>Provedor</dt><dd>${senderLabels[event.provider]}</dd>
    <dt>Evento</dt><dd><code>${event.id}</code>${event.copy > 1 ? ` · cópia ${event.copy}` : ''}</dd>
    <dt>Sobre</dt><dd>${event.subject || '—'}</dd>
    <dt>Feito</dt><dd>${formatTime(event.createdAt)} · ${formatDate(event.createdAt)}</dd>
    <dt>Assinatura</dt><dd>${signatureLabels[event.signature]}</dd>
    <dt>Estado</dt><dd data-live="state">${renderState(event)}</dd>
    <dt>Tentativas</dt><dd data-live="attempts">${renderAttempts(event)}</dd>
  </dl>
  <form class="fates" method="post" action="/webhooks/${event.seq}/redeliver"><button class="plain">Enviar de novo</button></form>
  <pre>${prettyJson(event.body)}</pre>`

const renderAttempts = ({ attempts }: WebhookEvent): Html =>
  attempts.length === 0
    ? html`<span class="quiet">nenhuma</span>`
    : html`<ol class="events">${attempts.map(
        ({ at, status, error, durationMs }) =>
          html`<li>${formatTime(at)} · <code>${status ?? 'sem resposta'}</code> · ${durationMs} ms${error ? html` · <span class="quiet">${error}</span>` : ''}</li>`,
      )}</ol>`
