import type { Payment } from '#server/contracts/payments.ts'
import { formatRecent } from '#src/features/conversation/format-time.ts'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { ErrorState } from '#src/ui/error-state.tsx'
import { LoadingLines } from '#src/ui/loading-lines.tsx'
import { PaymentForm } from './payment-form.tsx'
import { paymentTexts } from './payment-texts.ts'
import classes from './payments-panel.module.css'

interface PaymentsPanelProps {
  readonly conversationId: string
  readonly isOpen: boolean
}

/** Money comes when it comes: what is awaited is looked at again while the panel stands open. */
const lookAgainMs = 5_000

export function PaymentsPanel({ conversationId, isOpen }: PaymentsPanelProps) {
  const t = useText(paymentTexts)
  const failures = useText(failureTexts)
  const { data, error, isRefetching, refetch } = trpc.payments.list.useQuery(
    { conversationId },
    { refetchInterval: ({ state }) => (state.data?.payments.some(isAwaited) ? lookAgainMs : false) },
  )
  if (error && !data) {
    const text = failureText(readFailure(error), failures)
    return (
      <div className={classes.panel}>
        <ErrorState text={text} onRetry={() => void refetch()} isRetrying={isRefetching} />
      </div>
    )
  }
  return (
    <div className={classes.panel}>
      <h2 className={classes.title}>{t.payments}</h2>
      {!data && <LoadingLines lines={3} />}
      {data?.payments.length === 0 && <p className={classes.hint}>{t.empty}</p>}
      {data && data.payments.length > 0 && (
        <ul className={classes.list} aria-live="polite">
          {data.payments.map((payment) => (
            <PaymentItem key={payment.id} payment={payment} />
          ))}
        </ul>
      )}
      {data && isOpen && data.canRequest && <PaymentForm conversationId={conversationId} />}
      {data && !data.canRequest && <p className={classes.hint}>{t.notSetUp}</p>}
    </div>
  )
}

const isAwaited = ({ status }: Payment): boolean => status === 'pending' || status === 'failed'

function PaymentItem({ payment }: { readonly payment: Payment }) {
  const t = useText(paymentTexts)
  const locale = useLocale()
  const { amountCents, currency, description, status, checkoutUrl, createdAt, paidAt } = payment
  const amount = new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amountCents / 100)
  const at = paidAt ?? createdAt
  return (
    <li className={classes.item}>
      <span className={classes.amount}>{amount}</span>
      <span className={classes.status} data-status={status}>
        {t.status[status]}
      </span>
      <span className={classes.description}>{description ?? t.nameless}</span>
      <span className={classes.foot}>
        <time dateTime={at}>{formatRecent(new Date(at), new Date(), locale)}</time>
        {status === 'pending' && (
          <>
            {' · '}
            {checkoutUrl ? (
              <a href={checkoutUrl} target="_blank" rel="noreferrer">
                {t.link}
              </a>
            ) : (
              t.preparing
            )}
          </>
        )}
      </span>
    </li>
  )
}
