import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Checkbox.css'
import { Button, Checkbox, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import type { FieldProblem } from '#server/contracts/errors.ts'
import { newEndpoint, type WebhookEvent, webhookEvents } from '#server/contracts/outgoing-webhooks.ts'
import { useText } from '#src/i18n/use-text.ts'
import { type Failure, readFailure } from '#src/trpc/failure.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import classes from './webhook-form.module.css'
import { webhooksTexts } from './webhooks-texts.ts'

export interface WebhookValues {
  readonly url: string
  readonly description: string
  readonly events: WebhookEvent[]
  readonly includesContent: boolean
}

interface WebhookFormProps {
  readonly initial?: WebhookValues
  readonly submitLabel: string
  readonly isPending: boolean
  readonly error: unknown
  readonly onSubmit: (values: WebhookValues) => void
  readonly onCancel?: () => void
}

const nothing: WebhookValues = { url: '', description: '', events: ['conversation.started'], includesContent: false }

/** What the server would refuse is said before it is asked; what only it can know is said after. */
export function WebhookForm({ initial = nothing, submitLabel, isPending, error, ...on }: WebhookFormProps) {
  const t = useText(webhooksTexts)
  const [values, setValues] = useState(initial)
  const [isChecked, setIsChecked] = useState(false)
  const failure = error ? readFailure(error) : undefined
  const set = (change: Partial<WebhookValues>) => setValues((before) => ({ ...before, ...change }))
  const problems = isChecked ? [...problemsOf(values), ...(failure?.kind === 'invalid' ? failure.fields : [])] : []
  const urlProblem = problems.find(({ path }) => path.split('.').includes('url'))
  const hasNoEvents = problems.some(({ path }) => path.split('.').includes('events'))

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    setIsChecked(true)
    if (problemsOf(values).length === 0) on.onSubmit({ ...values, description: values.description.trim() })
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <TextInput
        label={t.url}
        description={t.urlHint}
        type="url"
        inputMode="url"
        required
        maxLength={500}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        value={values.url}
        error={urlProblem && urlText(urlProblem, t)}
        onChange={({ currentTarget: { value } }) => set({ url: value.trim() })}
      />
      <TextInput
        label={t.description}
        description={t.descriptionHint}
        placeholder={t.descriptionPlaceholder}
        maxLength={120}
        autoComplete="off"
        value={values.description}
        onChange={({ currentTarget: { value } }) => set({ description: value })}
      />
      <Checkbox.Group
        label={t.eventsLabel}
        value={values.events}
        error={hasNoEvents && t.eventsMissing}
        onChange={(chosen) => set({ events: webhookEvents.filter((event) => chosen.includes(event)) })}
      >
        <div className={classes.events}>
          {webhookEvents.map((event) => (
            <Checkbox key={event} value={event} label={<EventLabel event={event} />} />
          ))}
        </div>
      </Checkbox.Group>
      <Checkbox
        label={t.content}
        description={t.contentHint}
        checked={values.includesContent}
        onChange={({ currentTarget: { checked } }) => set({ includesContent: checked })}
      />
      <Refusal failure={failure} isExplained={urlProblem !== undefined || hasNoEvents} />
      <div className={classes.actions}>
        <Button type="submit" loading={isPending}>
          {submitLabel}
        </Button>
        {on.onCancel && (
          <Button variant="default" disabled={isPending} onClick={on.onCancel}>
            {t.cancel}
          </Button>
        )}
      </div>
    </form>
  )
}

function EventLabel({ event }: { readonly event: WebhookEvent }) {
  const t = useText(webhooksTexts)
  return (
    <>
      {t.events[event]} <code className={classes.code}>{event}</code>
    </>
  )
}

function Refusal({ failure, isExplained }: { readonly failure: Failure | undefined; readonly isExplained: boolean }) {
  const t = useText(webhooksTexts)
  const failures = useText(failureTexts)
  if (!failure || isExplained) return null
  return (
    <p className={classes.failure} role="alert">
      {failure.kind === 'conflict' ? t.full : failureText(failure, failures)}
    </p>
  )
}

function problemsOf(values: WebhookValues): readonly FieldProblem[] {
  const parsed = newEndpoint.safeParse(values)
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), problem: message }))
}

function urlText({ problem }: FieldProblem, t: (typeof webhooksTexts)['pt-BR']): string {
  if (problem.includes('use https')) return t.urlNotHttps
  if (problem.includes('private')) return t.urlPrivate
  if (problem.includes('password')) return t.urlUser
  return problem.includes('#') ? t.urlHash : t.urlInvalid
}
