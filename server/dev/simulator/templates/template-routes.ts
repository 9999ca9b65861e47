import { Hono } from 'hono'
import { z } from 'zod'
import { type Locale, locale } from '#server/contracts/locales.ts'
import type { MailKind } from '#server/contracts/mail.ts'
import { pageHeaders, renderLayout } from '../page/layout.ts'
import { samples } from './samples.ts'
import { templateStyles } from './template-styles.ts'
import { type Choice, renderTemplates } from './template-views.ts'

const choiceQuery = z.object({
  locale: locale.catch('pt-BR'),
  scheme: z.enum(['light', 'dark']).catch('light'),
  view: z.enum(['html', 'text']).catch('html'),
  width: z.enum(['wide', 'phone']).catch('wide'),
})

const isKind = (name: string): name is MailKind => Object.hasOwn(samples['pt-BR'], name)
const kinds = Object.keys(samples['pt-BR']).filter(isKind)

/** Every template with an example: in both languages, as HTML and text, light and dark, wide and narrow. */
export function createTemplateRoutes() {
  const app = new Hono()
  app.get('/', (c) => c.redirect(`/templates/${kinds[0]}`))
  app.get('/page.css', (c) => c.body(templateStyles, 200, { 'content-type': 'text/css; charset=utf-8' }))
  app.get('/:kind', pageHeaders, async (c) => {
    const choice = readChoice(c.req.param('kind'), c.req.query())
    if (!choice) return c.redirect('/templates')
    const mail = await preview(choice.kind, choice.locale)
    const body = renderTemplates(kinds, choice, mail)
    return c.html(renderLayout({ title: 'Modelos de e-mail', current: 'templates', body }))
  })
  app.get('/:kind/html', async (c) => {
    const choice = readChoice(c.req.param('kind'), c.req.query())
    if (!choice) return c.body('', 404)
    const { html } = await preview(choice.kind, choice.locale)
    return c.body(`<base target="_blank">${inScheme(html, choice.scheme)}`, 200, mailHeaders)
  })
  return app
}

/** React Email is loaded with the first preview: the simulator starts without it. */
async function preview(kind: MailKind, language: Locale) {
  const { previewMail } = await import('./preview-mail.ts')
  return previewMail(kind, language)
}

/** As a mail program in this colour scheme shows it, whatever scheme the browser is in. */
const inScheme = (html: string, scheme: Choice['scheme']): string =>
  html
    .replace('@media (prefers-color-scheme: dark)', scheme === 'dark' ? '@media all' : '@media not all')
    .replace('content="light dark"', `content="${scheme}"`)

const readChoice = (kind: string, query: Record<string, string>): Choice | undefined =>
  isKind(kind) ? { kind, ...choiceQuery.parse(query) } : undefined

/** Its links open in a tab of their own; nothing is loaded and nothing runs. */
const mailHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'",
}
