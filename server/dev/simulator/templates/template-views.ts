import { html } from 'hono/html'
import type { Locale } from '#server/contracts/locales.ts'
import type { MailKind } from '#server/contracts/mail.ts'
import type { Mail } from '#server/features/mail/mail.ts'
import type { Html } from '../page/layout.ts'

/** What is shown of which template. */
export interface Choice {
  readonly kind: MailKind
  readonly locale: Locale
  readonly scheme: 'light' | 'dark'
  readonly view: 'html' | 'text'
  readonly width: 'wide' | 'phone'
}

const kindLabels: Readonly<Record<MailKind, readonly [name: string, to: string]>> = {
  'firm-new-conversation': ['Nova conversa', 'Ao escritório'],
  'visitor-new-conversation': ['Recebemos sua mensagem', 'Ao visitante'],
  'visitor-payment-received': ['Pagamento confirmado', 'Ao visitante'],
  'firm-payment-received': ['Pagamento recebido', 'Ao escritório'],
  'operator-alert': ['Alerta', 'Ao operador'],
  'staff-invitation': ['Convite', 'À equipe'],
  'sign-in-link': ['Link de acesso', 'A quem pediu'],
  'webhook-endpoint-disabled': ['Webhook desativado', 'Ao operador'],
}

/** The list of templates and one of them. */
export const renderTemplates = (kinds: readonly MailKind[], choice: Choice, mail: Mail): Html => html`
<link rel="stylesheet" href="/templates/page.css">
<main class="has-detail templates">
  <ul class="list">${kinds.map((kind) => renderKind(kind, choice))}</ul>
  <section class="detail">
    <h2>${mail.subject}</h2>
    ${renderChoices(choice)}
    ${choice.view === 'html' ? renderFrame(choice) : html`<pre>${mail.text}</pre>`}
  </section>
</main>`

const renderKind = (kind: MailKind, choice: Choice): Html => html`<li>
  <a href="${hrefOf({ ...choice, kind })}" ${kind === choice.kind ? 'aria-current=true' : ''}>
    <strong>${kindLabels[kind][0]}</strong><span></span>
    <span class="to">${kindLabels[kind][1]}</span><span></span>
    <span class="preview">${kind}</span>
  </a>
</li>`

const renderChoices = (choice: Choice): Html => html`<div class="choices">
  ${renderChoice('Língua', choice, [
    ['Português', { locale: 'pt-BR' }],
    ['English', { locale: 'en' }],
  ])}
  ${renderChoice('Forma', choice, [
    ['Como chega', { view: 'html' }],
    ['Só texto', { view: 'text' }],
  ])}
  ${choice.view === 'html' ? renderLooks(choice) : ''}
</div>`

const renderLooks = (choice: Choice): Html => html`
  ${renderChoice('Aparência', choice, [
    ['Clara', { scheme: 'light' }],
    ['Escura', { scheme: 'dark' }],
  ])}
  ${renderChoice('Tela', choice, [
    ['Computador', { width: 'wide' }],
    ['Celular', { width: 'phone' }],
  ])}`

const renderChoice = (label: string, choice: Choice, options: readonly (readonly [string, Partial<Choice>])[]): Html =>
  html`<nav class="views" aria-label="${label}">${options.map(([name, change]) => {
    const chosen = { ...choice, ...change }
    const isCurrent = hrefOf(chosen) === hrefOf(choice)
    return html`<a href="${hrefOf(chosen)}" ${isCurrent ? 'aria-current=true' : ''}>${name}</a>`
  })}</nav>`

const renderFrame = (choice: Choice): Html =>
  html`<iframe class="${choice.width}" title="E-mail" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/templates/${choice.kind}/html?${queryOf(choice)}"></iframe>`

const hrefOf = (choice: Choice): string => `/templates/${choice.kind}?${queryOf(choice)}`

const queryOf = ({ kind: _, ...query }: Choice): string => new URLSearchParams(query).toString()
