import { html } from 'hono/html'
import { secureHeaders } from 'hono/secure-headers'

export type Html = ReturnType<typeof html>

export type Area = 'deliveries' | 'webhooks' | 'phone' | 'payments' | 'templates'

const areas: readonly { readonly name: Area; readonly href: string; readonly label: string }[] = [
  { name: 'deliveries', href: '/', label: 'Enviados pelo site' },
  { name: 'phone', href: '/phone', label: 'WhatsApp do cliente' },
  { name: 'payments', href: '/payments', label: 'Pagamentos' },
  { name: 'webhooks', href: '/webhooks', label: 'Webhooks' },
  { name: 'templates', href: '/templates', label: 'Modelos de e-mail' },
]

interface Page {
  /** Before the simulator's name in the window's title; may be empty. */
  readonly title: string
  readonly current: Area
  readonly body: Html | readonly Html[]
}

/**
 * The frame of every page. An element with `data-live="name"` is exchanged for its fresh self whenever something
 * arrives; the page works without the script as well, by reload.
 */
export const renderLayout = ({ title, current, body }: Page): Html => html`<!doctype html>
<html lang="pt-BR">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${title ? `${title} · ` : ''}Simulador de provedores</title>
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
  <nav class="areas" aria-label="Páginas">${areas.map(
    ({ name, href, label }) => html`<a href="${href}" ${name === current ? 'aria-current=page' : ''}>${label}</a>`,
  )}</nav>
  ${body}
</body>
</html>`

/** For every page of the layout: what it loads is its own. */
export const pageHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    scriptSrc: ["'self'"],
    connectSrc: ["'self'"],
    frameSrc: ["'self'"],
    imgSrc: ['data:'],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
})
