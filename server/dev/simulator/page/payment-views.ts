import { html } from 'hono/html'
import type { Payment } from '../payment.ts'
import { formatBrl } from '../providers/provider-api.ts'
import { paymentStatusLabels } from './labels.ts'
import { type Html, renderLayout } from './layout.ts'

/** A link that was made and may be paid. */
export interface Offer {
  readonly id: string
  readonly title: string
  readonly amount: number
  readonly reference: string | undefined
}

export interface PaymentsModel {
  readonly offers: readonly Offer[]
  readonly payments: readonly Payment[]
  readonly problem: string | undefined
}

/** What may be paid, and what was. */
export const renderPayments = (model: PaymentsModel): Html =>
  renderLayout({
    title: 'Pagamentos',
    current: 'payments',
    body: html`<main class="single"><section class="detail">
  <h2>Pagamentos</h2>
  ${renderTable(model)}
  <details class="compose" ${model.problem ? 'open' : ''}><summary>Cobrança avulsa</summary>
  ${model.problem ? html`<p class="problem" role="alert">${model.problem}</p>` : ''}
  <form method="post" action="/payments">
    <label>Provedor<select name="provider">
      <option value="mercado-pago">Mercado Pago</option><option value="asaas">Asaas</option><option value="stripe">Stripe</option>
    </select></label>
    <label>O que aconteceu<select name="action">
      <option value="paid">Pago</option><option value="refunded">Devolvido</option><option value="failed">Recusado</option>
      <option value="canceled">Cancelado</option><option value="overdue">Vencido</option>
    </select></label>
    <label>Referência do escritório<input name="externalReference" required maxlength="256"></label>
    <label>Valor (R$)<input name="amount" type="number" min="0.01" step="0.01" value="350" required></label>
    <button>Avisar o site</button>
  </form></details>
</section></main>`,
  })

const renderTable = ({ offers, payments }: PaymentsModel): Html =>
  offers.length + payments.length === 0
    ? html`<p class="quiet" data-live="payments">Nenhum pedido de pagamento chegou ainda. Peça um pagamento numa conversa do painel, ou avise uma cobrança avulsa abaixo.</p>`
    : html`<ul class="rows" data-live="payments">
  ${offers.map(({ id, title, amount, reference }) => renderRow({ id, title, amount, reference, status: 'Link aberto', tone: 'replayed' }))}
  ${payments.map((paid) =>
    renderRow({
      id: String(paid.id),
      title: titleOf(paid),
      amount: paid.transaction_amount,
      reference: paid.external_reference,
      status: labelOf(paid),
      tone: paid.status === 'approved' ? 'accepted' : paid.status === 'pending' ? 'replayed' : 'refused',
    }),
  )}</ul>`

interface Row extends Offer {
  readonly status: string
  readonly tone: string
}

const renderRow = (row: Row): Html => html`<li><a href="/pay/${row.id}">
  <strong>${row.title}</strong><span class="amount">${formatBrl(row.amount)}</span>
  <span class="to">${row.reference ?? row.id}</span><span class="tag ${row.tone}">${row.status}</span>
</a></li>`

const titleOf = ({ id, description }: Payment): string => description ?? `Pagamento ${id}`

const labelOf = (paid: Payment): string =>
  paid.status_detail === 'partially_refunded' ? 'Devolvido em parte' : (paymentStatusLabels[paid.status] ?? paid.status)

interface Checkout {
  readonly offer: Offer | undefined
  readonly payment: Payment | undefined
  /** Where the site wants people to return to. */
  readonly backUrl: string | undefined
}

/** Mercado Pago's own page, where the client pays; and where the payment's further life is decided. */
export const renderCheckout = ({ offer, payment, backUrl }: Checkout): Html =>
  renderLayout({
    title: 'Pagar',
    current: 'payments',
    body: html`<main class="single"><section class="detail checkout">
  <a class="back always" href="/payments">← Todos os pagamentos</a>
  <h2>${offer?.title ?? (payment ? titleOf(payment) : 'Pagamento')}</h2>
  <p class="total">${formatBrl(payment?.transaction_amount ?? offer?.amount ?? 0)}</p>
  <dl data-live="payment">
    <dt>Referência</dt><dd>${payment?.external_reference ?? offer?.reference ?? '—'}</dd>
    ${payment ? html`<dt>Situação</dt><dd>${labelOf(payment)}</dd><dt>Pagador</dt><dd>${payment.payer.email}</dd>` : ''}
    ${payment && payment.transaction_amount_refunded > 0 ? html`<dt>Devolvido</dt><dd>${formatBrl(payment.transaction_amount_refunded)}</dd>` : ''}
  </dl>
  <form method="post" action="/pay/${payment?.id ?? offer?.id}">${actionsFor(payment?.status).map(
    ([action, label], index) =>
      html`<button name="action" value="${action}" ${index === 0 ? '' : 'class=plain'}>${label}</button>`,
  )}</form>
  ${backUrl ? html`<p><a href="${backUrl}">Voltar ao site</a></p>` : ''}
</section></main>`,
  })

function actionsFor(status: string | undefined): readonly (readonly [action: string, label: string])[] {
  if (status === 'approved') {
    return [
      ['refunded', 'Devolver tudo'],
      ['partiallyRefunded', 'Devolver metade'],
    ]
  }
  if (status === 'refunded' || status === 'cancelled') return []
  return [
    ['paid', 'Pagar com Pix'],
    ['rejected', 'Recusar o cartão'],
    ...(status === undefined ? [] : ([['canceled', 'Deixar vencer']] as const)),
  ]
}
