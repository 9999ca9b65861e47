import { html } from 'hono/html'
import type { EventRule } from '../webhooks/event-rules.ts'
import { senderNames, signatureFaults } from '../webhooks/webhook-events.ts'
import { senderLabels, signatureLabels } from './labels.ts'
import type { Html } from './layout.ts'

/** How webhooks are delivered now, and the form that scripts it. */
export const renderEventRules = (
  rules: readonly EventRule[],
): Html => html`<section class="rules" aria-label="Entrega simulada">
  <div class="rules-list" data-live="event-rules">${rules.length > 0 ? renderActive(rules) : ''}</div>
  <details><summary>Atrasar, duplicar, embaralhar ou falsificar</summary>
  <form method="post" action="/webhooks/rules">
    <label>Provedor<select name="provider"><option value="">Todos</option>${senderNames.map(
      (name) => html`<option value="${name}">${senderLabels[name]}</option>`,
    )}</select></label>
    <label>O que acontece<select name="what">
      <option value="late">Chega atrasado</option>
      <option value="doubled">Chega em dobro</option>
      <option value="shuffled">Chega fora de ordem</option>
      <option value="both">Em dobro e fora de ordem</option>
      ${signatureFaults.map((fault) => html`<option value="${fault}">Assinatura ${signatureLabels[fault]}</option>`)}
    </select></label>
    <label>Quantos eventos<input type="number" name="times" value="5" min="1" max="1000"></label>
    <label>Atraso (ms)<input type="number" name="delayMs" value="3000" min="1" max="600000"></label>
    <label>Semente<input type="number" name="seed" value="1" min="0"></label>
    <button>Aplicar</button>
  </form></details>
</section>`

const renderActive = (rules: readonly EventRule[]): Html =>
  html`<ul>${rules.map((rule) => html`<li>${describe(rule)}</li>`)}</ul>
  <form method="post" action="/webhooks/rules/release"><button class="plain">Soltar os retidos</button></form>
  <form method="post" action="/webhooks/rules/clear"><button class="plain">Remover</button></form>`

function describe({ provider, kind, left, late, doubled, shuffled, signature, when }: EventRule): string {
  const parts = [
    left.late > 0 && `atrasa ${late?.delayMs} ms, ${left.late}×`,
    left.doubled > 0 && `${doubled?.copies} cópias, ${left.doubled}×`,
    shuffled && `junta ${shuffled.hold} e embaralha (semente ${shuffled.seed})`,
    left.signature > 0 && signature && `assinatura ${signatureLabels[signature.as]}, ${left.signature}×`,
    kind && `só ${kind}`,
    when && `só com “${when.bodyIncludes}”`,
  ]
  return `${provider ? senderLabels[provider] : 'Todos'}: ${parts.filter(Boolean).join(' · ')}`
}

/** The form's flat fields as a rule. */
export function readEventRuleForm(form: Record<string, unknown>): unknown {
  const { provider, what, times, delayMs, seed } = form
  const scope = provider === '' ? {} : { provider }
  const rules: Record<string, object> = {
    late: { late: { delayMs, times } },
    doubled: { doubled: { times } },
    shuffled: { shuffled: { hold: times, seed } },
    both: { doubled: { times }, shuffled: { hold: Number(times) * 2, seed } },
  }
  return { ...scope, ...(rules[String(what)] ?? { signature: { as: what, times } }) }
}
