import { html } from 'hono/html'
import { type ProviderName, providerNames } from '../deliveries.ts'
import type { Rule } from '../rules.ts'
import { senderLabels } from './labels.ts'
import type { Html } from './layout.ts'

/** How providers misbehave now, and the form that makes them. */
export const renderRules = (
  rules: readonly Rule[],
  provider: ProviderName | undefined,
): Html => html`<section class="rules" aria-label="Falhas simuladas">
  <div class="rules-list" data-live="rules">${rules.length > 0 ? renderActiveRules(rules) : ''}</div>
  <details><summary>Simular falhas</summary>
  <form method="post" action="/rules">
    <label>Provedor<select name="provider">${providerNames.map(
      (name) => html`<option value="${name}" ${provider === name ? 'selected' : ''}>${senderLabels[name]}</option>`,
    )}</select></label>
    <label>O que acontece<select name="fault">
      <option value="fail">Recusa com erro</option>
      <option value="acceptThenTimeout">Aceita e não responde</option>
      <option value="acceptThenFail">Aceita e responde com erro 500</option>
      <option value="answerTwice">Aceita e responde duas vezes</option>
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
    (rule) => html`<li>${senderLabels[rule.provider]}: ${describeRule(rule)}</li>`,
  )}</ul><form method="post" action="/rules/clear"><button class="plain">Remover</button></form>`

function describeRule({ left, fail, acceptThenFail, delayMs, when }: Rule): string {
  const parts = [
    left.disconnect > 0 && `derruba a conexão, ${left.disconnect}×`,
    left.fail > 0 && `recusa com ${fail?.status}, ${left.fail}×`,
    left.acceptThenTimeout > 0 && `aceita e não responde, ${left.acceptThenTimeout}×`,
    left.acceptThenFail > 0 && `aceita e responde ${acceptThenFail?.status}, ${left.acceptThenFail}×`,
    left.answerTwice > 0 && `aceita e responde duas vezes, ${left.answerTwice}×`,
    delayMs && `demora ${delayMs} ms`,
    when && `só com “${when.bodyIncludes}”`,
  ]
  return parts.filter(Boolean).join(' · ')
}
