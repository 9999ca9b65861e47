import { html } from 'hono/html'
import { type Delivery, type ProviderName, providerNames } from '../deliveries.ts'
import type { Rule } from '../rules.ts'

export const providerLabels: Record<ProviderName, string> = {
  resend: 'E-mail (Resend)',
  whatsapp: 'WhatsApp',
  'mercado-pago': 'Mercado Pago',
}

const outcomeLabels: Record<Delivery['outcome'], string> = {
  accepted: 'Aceito',
  replayed: 'Repetido, sem efeito',
  refused: 'Recusado',
}

export interface PageModel {
  readonly provider: ProviderName | undefined
  /** Newest first. */
  readonly entries: readonly Delivery[]
  readonly counts: Readonly<Record<ProviderName | 'all', number>>
  readonly rules: readonly Rule[]
  readonly selected: Delivery | undefined
  readonly view: 'html' | 'text' | 'json'
}

type Html = ReturnType<typeof html>

export const renderPage = (model: PageModel): Html => html`<!doctype html>
<html lang="pt-BR">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${model.selected ? `${model.selected.summary.title} · ` : ''}Simulador de provedores</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="/assets/page.css">
  <script type="module" src="/assets/page.js"></script>
</head>
<body>
  <header class="top">
    <h1><a href="/">Simulador de provedores</a></h1>
    <p>Nada sai desta máquina: aqui chegam os e-mails, mensagens e pagamentos que iriam para fora.</p>
    <span class="live" role="status">Conectando…</span>
  </header>
  ${renderTabs(model)}
  ${renderRules(model)}
  ${model.entries.length === 0 && !model.selected ? renderEmpty(model) : renderPanes(model)}
</body>
</html>`

const renderTabs = (model: PageModel): Html => html`<nav class="tabs" aria-label="Provedores">
  ${renderTab({ href: '/', label: 'Todos', count: model.counts.all, isCurrent: model.provider === undefined })}
  ${providerNames.map((name) =>
    renderTab({
      href: `/?provider=${name}`,
      label: providerLabels[name],
      count: model.counts[name],
      isCurrent: model.provider === name,
    }),
  )}
</nav>`

const renderTab = (tab: { href: string; label: string; count: number; isCurrent: boolean }): Html =>
  html`<a href="${tab.href}" ${tab.isCurrent ? 'aria-current=page' : ''}>${tab.label}<span class="count">${tab.count}</span></a>`

const renderEmpty = (model: PageModel): Html => html`<main><div class="empty whole">
  <h2>Nada chegou ainda</h2>
  <p>${
    model.provider
      ? `O que for enviado por ${providerLabels[model.provider]} aparece aqui na mesma hora.`
      : 'Abra uma conversa no site: o e-mail para o escritório aparece aqui na mesma hora.'
  }</p>
</div></main>`

const renderPanes = (model: PageModel): Html => html`<main class="${model.selected ? 'has-detail' : 'no-detail'}">
  <ul class="list">${model.entries.map((entry) => renderItem(model, entry))}</ul>
  <section class="detail">${model.selected ? renderDetail(model, model.selected) : renderNothingSelected()}</section>
</main>`

const renderNothingSelected = (): Html =>
  html`<div class="empty"><h2>Escolha um item</h2><p>O conteúdo, os cabeçalhos e a resposta aparecem aqui.</p></div>`

const renderItem = (model: PageModel, entry: Delivery): Html => html`<li>
  <a href="${linkTo(model, entry)}" ${model.selected?.seq === entry.seq ? 'aria-current=true' : ''}>
    <strong>${entry.summary.title}</strong>
    <time datetime="${entry.receivedAt}">${formatTime(entry.receivedAt)}</time>
    <span class="to">${entry.summary.to || providerLabels[entry.provider]}</span>
    ${entry.outcome === 'accepted' ? html`<span></span>` : renderOutcome(entry)}
    <span class="preview">${entry.summary.preview}</span>
  </a>
</li>`

const renderDetail = (model: PageModel, entry: Delivery): Html => html`
  <a class="back" href="${model.provider ? `/?provider=${model.provider}` : '/'}">← Voltar à lista</a>
  <h2>${entry.summary.title}</h2>
  <dl>
    ${describeFields(entry).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}
    <dt>Resultado</dt><dd>${renderOutcome(entry)} <code>${entry.response.status}</code></dd>
  </dl>
  ${isEmail(entry) ? renderViews(model, entry) : ''}
  ${renderContent(model, entry)}`

const renderViews = (model: PageModel, entry: Delivery): Html => html`<nav class="views" aria-label="Formas de ver">
  ${(['html', 'text', 'json'] as const).map(
    (view) =>
      html`<a href="${linkTo(model, entry, view)}" ${model.view === view ? 'aria-current=true' : ''}>${viewLabels[view]}</a>`,
  )}
</nav>`

const viewLabels = { html: 'Como chega', text: 'Só texto', json: 'Requisição e resposta' }

function renderContent(model: PageModel, entry: Delivery): Html {
  if (isEmail(entry) && model.view === 'html') {
    return html`<iframe title="E-mail" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/deliveries/${entry.seq}/html"></iframe>`
  }
  if (isEmail(entry) && model.view === 'text')
    return html`<pre>${readText(entry, 'text') ?? 'Sem versão em texto.'}</pre>`
  return html`<pre>${JSON.stringify({ request: entry.request, response: entry.response }, null, 2)}</pre>`
}

const renderOutcome = (entry: Delivery): Html =>
  html`<span class="tag ${entry.outcome}">${outcomeLabels[entry.outcome]}</span>`

const renderRules = (model: PageModel): Html => html`<section class="rules" aria-label="Falhas simuladas">
  <div class="rules-list">${model.rules.length > 0 ? renderActiveRules(model.rules) : ''}</div>
  <details><summary>Simular falhas</summary>
  <form method="post" action="/rules">
    <label>Provedor<select name="provider">${providerNames.map(
      (name) =>
        html`<option value="${name}" ${model.provider === name ? 'selected' : ''}>${providerLabels[name]}</option>`,
    )}</select></label>
    <label>O que acontece<select name="fault">
      <option value="fail">Recusa com erro</option>
      <option value="acceptThenTimeout">Aceita e não responde</option>
      <option value="acceptThenFail">Aceita e responde com erro 500</option>
      <option value="disconnect">Derruba a conexão</option>
      <option value="delay">Demora a responder</option>
    </select></label>
    <label>Quantas vezes<input type="number" name="times" value="1" min="1" max="1000"></label>
    <label>Status<input type="number" name="status" value="500" min="400" max="599"></label>
    <label>Retry-After (s)<input type="number" name="retryAfterSeconds" min="0" placeholder="sem"></label>
    <label>Demora (ms)<input type="number" name="delayMs" min="0" placeholder="0"></label>
    <button>Aplicar</button>
  </form></details>
</section>`

const renderActiveRules = (rules: readonly Rule[]): Html =>
  html`<ul>${rules.map(
    (rule) => html`<li>${providerLabels[rule.provider]}: ${describeRule(rule)}</li>`,
  )}</ul><form method="post" action="/rules/clear"><button class="plain">Remover</button></form>`

function describeRule({ left, fail, acceptThenFail, delayMs, when }: Rule): string {
  const parts = [
    left.disconnect > 0 && `derruba a conexão, ${left.disconnect}×`,
    left.fail > 0 && `recusa com ${fail?.status}, ${left.fail}×`,
    left.acceptThenTimeout > 0 && `aceita e não responde, ${left.acceptThenTimeout}×`,
    left.acceptThenFail > 0 && `aceita e responde ${acceptThenFail?.status}, ${left.acceptThenFail}×`,
    delayMs && `demora ${delayMs} ms`,
    when && `só com “${when.bodyIncludes}”`,
  ]
  return parts.filter(Boolean).join(' · ')
}

function describeFields(entry: Delivery): readonly (readonly [string, string])[] {
  const fields = [
    ['De', readText(entry, 'from')],
    ['Para', entry.summary.to],
    ['Responder a', readText(entry, 'reply_to')],
    ['Provedor', providerLabels[entry.provider]],
    ['Recebido', `${formatTime(entry.receivedAt)} · ${formatDate(entry.receivedAt)}`],
    ['Identificador', entry.id],
    ['Chave de idempotência', entry.idempotencyKey],
  ] as const
  return fields.flatMap(([name, value]) => (value ? [[name, value] as const] : []))
}

/** A text field of the request's body, where there is one. */
export function readText(entry: Delivery, field: string): string | undefined {
  const { body } = entry.request
  const value =
    typeof body === 'object' && body !== null ? Object.entries(body).find(([name]) => name === field) : undefined
  return typeof value?.[1] === 'string' ? value[1] : undefined
}

const isEmail = (entry: Delivery): boolean => entry.kind === 'email'

const linkTo = (model: PageModel, entry: Delivery, view?: string): string => {
  const query = new URLSearchParams({
    ...(model.provider ? { provider: model.provider } : {}),
    ...(view && view !== 'html' ? { view } : {}),
  }).toString()
  return `/deliveries/${entry.seq}${query ? `?${query}` : ''}`
}

const formatTime = (iso: string): string => new Date(iso).toLocaleTimeString('pt-BR')
const formatDate = (iso: string): string => new Date(iso).toLocaleDateString('pt-BR', { dateStyle: 'long' })
