import { html } from 'hono/html'
import { type Delivery, type ProviderName, providerNames } from '../deliveries.ts'
import type { Rule } from '../rules.ts'
import type { WebhookEvent } from '../webhooks/webhook-events.ts'
import { type DeliveryView, renderDetail, renderOutcome } from './delivery-detail.ts'
import { renderRules } from './fault-rules.ts'
import { formatTime } from './format.ts'
import { senderLabels } from './labels.ts'
import { type Html, renderLayout } from './layout.ts'

export interface PageModel {
  readonly provider: ProviderName | undefined
  /** Newest first. */
  readonly entries: readonly Delivery[]
  readonly counts: Readonly<Record<ProviderName | 'all', number>>
  readonly rules: readonly Rule[]
  readonly selected: Delivery | undefined
  /** About the selected one. */
  readonly events: readonly WebhookEvent[]
  readonly view: DeliveryView
}

/** What the site sent to the providers. */
export const renderPage = (model: PageModel): Html =>
  renderLayout({
    title: model.selected?.summary.title ?? '',
    current: 'deliveries',
    body: [renderTabs(model), renderRules(model.rules, model.provider), renderMain(model)],
  })

const renderTabs = (model: PageModel): Html => html`<nav class="tabs" data-live="tabs" aria-label="Provedores">
  ${renderTab({ href: '/', label: 'Todos', count: model.counts.all, isCurrent: model.provider === undefined })}
  ${providerNames.map((name) =>
    renderTab({
      href: `/?provider=${name}`,
      label: senderLabels[name],
      count: model.counts[name],
      isCurrent: model.provider === name,
    }),
  )}
</nav>`

export const renderTab = (tab: { href: string; label: string; count: number; isCurrent: boolean }): Html =>
  html`<a href="${tab.href}" ${tab.isCurrent ? 'aria-current=page' : ''}>${tab.label}<span class="count">${tab.count}</span></a>`

function renderMain(model: PageModel): Html {
  if (model.entries.length === 0 && !model.selected) return renderEmpty(model)
  return html`<main class="${model.selected ? 'has-detail' : 'no-detail'}">
  <ul class="list" data-live="list">${model.entries.map((entry) => renderItem(model, entry))}</ul>
  <section class="detail">${model.selected ? renderSelected(model, model.selected) : renderNothingSelected()}</section>
</main>`
}

const renderEmpty = (model: PageModel): Html => html`<main data-live="empty"><div class="empty whole">
  <h2>Nada chegou ainda</h2>
  <p>${
    model.provider
      ? `O que for enviado por ${senderLabels[model.provider]} aparece aqui na mesma hora.`
      : 'Abra uma conversa no site: o e-mail para o escritório aparece aqui na mesma hora.'
  }</p>
</div></main>`

const renderNothingSelected = (): Html =>
  html`<div class="empty"><h2>Escolha um item</h2><p>O conteúdo, os cabeçalhos e a resposta aparecem aqui.</p></div>`

const renderSelected = (model: PageModel, entry: Delivery): Html =>
  renderDetail({
    entry,
    view: model.view,
    events: model.events,
    listHref: model.provider ? `/?provider=${model.provider}` : '/',
    linkTo: (view) => linkTo(model, entry, view),
  })

const renderItem = (model: PageModel, entry: Delivery): Html => html`<li>
  <a href="${linkTo(model, entry)}" ${model.selected?.seq === entry.seq ? 'aria-current=true' : ''}>
    <strong>${entry.summary.title}</strong>
    <time datetime="${entry.receivedAt}">${formatTime(entry.receivedAt)}</time>
    <span class="to">${entry.summary.to || senderLabels[entry.provider]}</span>
    ${entry.outcome === 'accepted' ? html`<span></span>` : renderOutcome(entry)}
    <span class="preview">${entry.summary.preview}</span>
  </a>
</li>`

const linkTo = (model: PageModel, entry: Delivery, view?: string): string => {
  const query = new URLSearchParams({
    ...(model.provider ? { provider: model.provider } : {}),
    ...(view && view !== 'html' ? { view } : {}),
  }).toString()
  return `/deliveries/${entry.seq}${query ? `?${query}` : ''}`
}
