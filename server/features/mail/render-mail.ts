import { escapeHtml, toHtmlLines } from './escape-html.ts'
import type { Fact, Firm, Mail, MailContent } from './mail.ts'

/** One content, both forms. Every value is escaped here and only here. */
export const renderMail = (content: MailContent): Mail => ({
  subject: toOneLine(content.subject),
  html: renderHtml(content),
  text: renderText(content),
})

const serif = "Georgia,'Times New Roman',serif"
const sans = "-apple-system,BlinkMacSystemFont,'Segoe UI',Helvetica,Arial,sans-serif"

/** Mail programs drop most CSS: tables and inline styles carry the light look, the sheet only adds the dark one. */
function renderHtml(content: MailContent): string {
  const { heading, paragraphs, facts, quote, action, note, firm } = content
  return `<!doctype html>
<html lang="${content.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(toOneLine(content.subject))}</title>
<style>
@media (prefers-color-scheme: dark) {
  .page { background: #0b1216 !important } .card { background: #19252b !important; border-color: #2a3840 !important }
  .ink, .ink a { color: #e7ebe9 !important } .quiet { color: #a3afae !important } .rule { border-color: #3b4a51 !important }
  .button { background: #8fc1b1 !important; color: #0b1216 !important }
}
@media (max-width: 480px) { .card { padding: 28px 20px !important } }
</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f6f7f5">
<div style="display:none;max-height:0;overflow:hidden">${escapeHtml(content.preheader)}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background:#f6f7f5"><tr><td align="center" style="padding:32px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px">
<tr><td class="ink" style="padding:0 4px 20px;font:400 19px/1.3 ${serif};color:#14212a">${escapeHtml(firm.name)}</td></tr>
<tr><td class="card" style="padding:40px 40px 36px;background:#ffffff;border:1px solid #dee2de;border-radius:4px">
<h1 class="ink" style="margin:0 0 20px;font:400 27px/1.25 ${serif};letter-spacing:-0.01em;color:#14212a">${escapeHtml(heading)}</h1>
${paragraphs.map(renderParagraph).join('\n')}
${facts ? renderFacts(facts) : ''}
${quote ? renderQuote(quote) : ''}
<p style="margin:28px 0 0"><a class="button" href="${escapeHtml(action.url)}" style="display:inline-block;padding:13px 24px;background:#1b5f53;border-radius:3px;font:600 15px/1.2 ${sans};color:#ffffff;text-decoration:none">${escapeHtml(action.label)}</a></p>
${note ? `<p class="quiet" style="margin:20px 0 0;font:400 13px/1.55 ${sans};color:#5b6866">${escapeHtml(note)}</p>` : ''}
</td></tr>
<tr><td class="quiet" style="padding:20px 4px 0;font:400 12px/1.6 ${sans};color:#5b6866">${renderFirm(firm)}</td></tr>
</table>
</td></tr></table>
</body>
</html>
`
}

const renderParagraph = (text: string): string =>
  `<p class="ink" style="margin:0 0 16px;font:400 16px/1.6 ${sans};color:#2a3639">${toHtmlLines(text)}</p>`

const renderFacts = (facts: readonly Fact[]): string =>
  `<table role="presentation" cellpadding="0" cellspacing="0" style="margin:4px 0 8px">${facts
    .map(
      ({ label, value }) =>
        `<tr><td class="quiet" style="padding:3px 20px 3px 0;font:400 14px/1.5 ${sans};color:#5b6866;vertical-align:top;white-space:nowrap">${escapeHtml(label)}</td><td class="ink" style="padding:3px 0;font:400 14px/1.5 ${sans};color:#14212a;word-break:break-word">${escapeHtml(value)}</td></tr>`,
    )
    .join('')}</table>`

const renderQuote = ({ label, text }: { label: string; text: string }): string =>
  `<p class="quiet" style="margin:20px 0 8px;font:400 13px/1.5 ${sans};color:#5b6866">${escapeHtml(label)}</p>
<div class="ink rule" style="padding:2px 0 2px 18px;border-left:2px solid #b6d5ca;font:400 16px/1.6 ${serif};color:#14212a;word-break:break-word">${toHtmlLines(text)}</div>`

const renderFirm = (firm: Firm): string => [firm.name, ...firm.lines].map(escapeHtml).join('<br>')

function renderText(content: MailContent): string {
  const { heading, paragraphs, facts = [], quote, action, note, firm } = content
  const parts = [
    heading,
    ...paragraphs,
    facts.map(({ label, value }) => `${label}: ${value}`).join('\n'),
    quote ? `${quote.label}:\n${quote.text.replace(/^/gm, '> ')}` : '',
    `${action.label}:\n${action.url}`,
    note ?? '',
    ['-- ', firm.name, ...firm.lines].join('\n'),
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}

/** Subjects are header lines. */
const toOneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
