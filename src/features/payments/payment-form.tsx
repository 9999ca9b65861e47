import { Button, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { newId } from '#server/contracts/ids.ts'
import { amountCents } from '#server/contracts/payments.ts'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { readFailure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { retryTransient } from '#src/trpc/retry-policy.ts'
import { parseReais } from './parse-reais.ts'
import classes from './payment-form.module.css'
import { paymentTexts } from './payment-texts.ts'

/** Asks for money. One attempt keeps its id until it is stored, so that an answer that got lost asks for nothing twice. */
export function PaymentForm({ conversationId }: { readonly conversationId: string }) {
  const t = useText(paymentTexts)
  const failures = useText(failureTexts)
  const { payments } = trpc.useUtils()
  const [paymentId, setPaymentId] = useState(newId)
  const [amount, setAmount] = useState('')
  const [description, setDescription] = useState('')
  const [isChecked, setIsChecked] = useState(false)
  const request = trpc.payments.request.useMutation({
    ...retryTransient,
    onSuccess: async () => {
      setPaymentId(newId())
      setAmount('')
      setDescription('')
      setIsChecked(false)
      await payments.list.invalidate({ conversationId })
    },
    // An attempt whose answer got lost was stored with other words: what is sent now is a new one, and the list shows both.
    onError: async (error) => {
      if (readFailure(error).kind === 'conflict') setPaymentId(newId())
      await payments.list.invalidate({ conversationId })
    },
  })
  const cents = amountCents.safeParse(parseReais(amount))
  const isDescribed = description.trim().length >= 3
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    setIsChecked(true)
    if (!cents.success || !isDescribed) return
    request.mutate({ paymentId, conversationId, amountCents: cents.data, description: description.trim() })
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <p className={classes.lead}>{t.lead}</p>
      <TextInput
        label={t.amount}
        description={t.amountHint}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={amount}
        maxLength={20}
        inputMode="decimal"
        autoComplete="off"
        error={isChecked && !cents.success && t.amountProblem}
        onChange={({ currentTarget: { value } }) => setAmount(value)}
      />
      <TextInput
        label={t.description}
        description={t.descriptionHint}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={description}
        maxLength={200}
        autoComplete="off"
        error={isChecked && !isDescribed && t.descriptionProblem}
        onChange={({ currentTarget: { value } }) => setDescription(value)}
      />
      {request.error && (
        <p className={classes.failure} role="alert">
          {failureText(readFailure(request.error), failures)}
        </p>
      )}
      <Button type="submit" loading={request.isPending}>
        {t.request}
      </Button>
    </form>
  )
}
