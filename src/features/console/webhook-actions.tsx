import { Button } from '@mantine/core'
import { useRouter } from 'next/router'
import { type ReactNode, useState } from 'react'
import type { Endpoint } from '#server/contracts/outgoing-webhooks.ts'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { retryTransient } from '#src/trpc/retry-policy.ts'
import { consoleHref } from './console-sections.ts'
import classes from './webhook-actions.module.css'
import { webhooksTexts } from './webhooks-texts.ts'

interface WebhookActionsProps {
  readonly endpoint: Endpoint
  readonly onRotated: (rotated: { endpointId: string; secret: string }) => void
}

/** Try it, switch it off and on, send again; what cannot be taken back is asked twice. */
export function WebhookActions({ endpoint: { id, isEnabled }, onRotated }: WebhookActionsProps) {
  const t = useText(webhooksTexts)
  const { outgoingWebhooks } = trpc.useUtils()
  const { push } = useRouter()
  const refresh = () => outgoingWebhooks.invalidate()
  const test = trpc.outgoingWebhooks.test.useMutation({ onSuccess: refresh })
  const update = trpc.outgoingWebhooks.update.useMutation({ ...retryTransient, onSuccess: refresh })
  const resend = trpc.outgoingWebhooks.redeliverFailed.useMutation({ onSuccess: refresh })
  const rotation = trpc.outgoingWebhooks.rotateSecret.useMutation({
    onSuccess: ({ secret }) => {
      onRotated({ endpointId: id, secret })
      void refresh()
    },
  })
  const removal = trpc.outgoingWebhooks.delete.useMutation({
    onSuccess: async () => {
      await push(consoleHref('webhooks'), undefined, { shallow: true })
      await refresh()
    },
  })
  const failed = [test, update, resend, rotation, removal].find(({ error }) => error)
  return (
    <div className={classes.actions}>
      <Button loading={test.isPending} onClick={() => test.mutate({ id })}>
        {t.test}
      </Button>
      <Button
        variant="default"
        loading={update.isPending}
        onClick={() => update.mutate({ id, changes: { isEnabled: !isEnabled } })}
      >
        {isEnabled ? t.turnOff : t.turnOn}
      </Button>
      {isEnabled && (
        <Button variant="default" loading={resend.isPending} onClick={() => resend.mutate({ id })}>
          {t.resend}
        </Button>
      )}
      <Asked label={t.rotate} question={t.rotateSure} confirm={t.rotateConfirm} isPending={rotation.isPending}>
        {() => rotation.mutate({ id })}
      </Asked>
      <Asked label={t.remove} question={t.removeSure} confirm={t.removeConfirm} isPending={removal.isPending}>
        {() => removal.mutate({ id })}
      </Asked>
      <Outcome isEnabled={isEnabled} resent={resend.data?.count} error={failed?.error} />
    </div>
  )
}

interface AskedProps {
  readonly label: string
  readonly question: string
  readonly confirm: string
  readonly isPending: boolean
  /** What is done once it was asked twice. */
  readonly children: () => void
}

function Asked({ label, question, confirm, isPending, children: act }: AskedProps) {
  const t = useText(webhooksTexts)
  const [isAsked, setIsAsked] = useState(false)
  if (!isAsked) {
    return (
      <Button variant="default" loading={isPending} onClick={() => setIsAsked(true)}>
        {label}
      </Button>
    )
  }
  const answer = (isYes: boolean) => {
    setIsAsked(false)
    if (isYes) act()
  }
  return (
    <div className={classes.question} role="alertdialog" aria-label={label}>
      <p>{question}</p>
      <Button size="xs" onClick={() => answer(true)}>
        {confirm}
      </Button>
      <Button size="xs" variant="default" onClick={() => answer(false)}>
        {t.cancel}
      </Button>
    </div>
  )
}

interface OutcomeProps {
  readonly isEnabled: boolean
  readonly resent: number | undefined
  readonly error: unknown
}

function Outcome({ isEnabled, resent, error }: OutcomeProps): ReactNode {
  const t = useText(webhooksTexts)
  const failures = useText(failureTexts)
  if (error) {
    return (
      <p className={classes.failure} role="alert">
        {failureText(readFailure(error), failures)}
      </p>
    )
  }
  const said = resent === undefined ? undefined : resent === 0 ? t.resentNone : t.resent(resent)
  return (
    <p className={classes.outcome} role="status">
      {isEnabled ? said : t.offHint}
    </p>
  )
}
