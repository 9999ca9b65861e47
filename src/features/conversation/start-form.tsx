import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { type SubmitEvent, useEffect, useEffectEvent, useState } from 'react'
import { ConsentField } from '#src/features/privacy/consent-field.tsx'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { failureText, failureTexts } from '#src/trpc/failure-text.ts'
import { takeFirstMessage } from '#src/ui/first-message.ts'
import { measureDraft } from './measure-draft.ts'
import classes from './start-form.module.css'
import { startTexts } from './start-texts.ts'
import { useStartConversation } from './use-start-conversation.ts'
import { fromServerFields, hasProblems, type StartProblems, type StartValues, validateStart } from './validate-start.ts'

interface StartFormProps {
  /** The service the visitor came from. */
  readonly productSlug: string
  readonly visitorName: string
  readonly onStarted: (conversationId: string) => unknown
}

export function StartForm({ productSlug, visitorName, onStarted }: StartFormProps) {
  const t = useText(startTexts)
  const failures = useText(failureTexts)
  const [edited, setEdited] = useState<Partial<StartValues>>({})
  const values: StartValues = { name: visitorName, email: '', body: '', productSlug, consent: false, ...edited }
  const [isChecked, setIsChecked] = useState(false)
  const { start, isPending, failure } = useStartConversation(onStarted)
  const set = (change: Partial<StartValues>) => setEdited((before) => ({ ...before, ...change }))
  useFirstMessage((body) => set({ body }))

  const problems: StartProblems = isChecked
    ? { ...(failure?.kind === 'invalid' && fromServerFields(failure.fields, values)), ...validateStart(values) }
    : {}
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    setIsChecked(true)
    const found = validateStart(values)
    if (hasProblems(found)) focusFirstProblem(event.currentTarget, found)
    else start(values)
  }
  const problemText = (field: keyof StartValues) => problems[field] && t.problems[problems[field]]
  const { charactersLeft, isNearLimit } = measureDraft(values.body)

  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <SubjectSelect
        value={values.productSlug}
        error={problemText('productSlug')}
        onChange={(slug) => set({ productSlug: slug })}
      />
      <TextInput
        name="name"
        label={t.name}
        size="md"
        required
        autoComplete="name"
        maxLength={120}
        value={values.name}
        error={problemText('name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <TextInput
        name="email"
        label={t.email}
        description={t.emailHint}
        size="md"
        type="email"
        autoComplete="email"
        maxLength={254}
        value={values.email}
        error={problemText('email')}
        onChange={(event) => set({ email: event.currentTarget.value })}
      />
      <Textarea
        name="body"
        label={t.body}
        description={isNearLimit && charactersLeft >= 0 ? t.charactersLeft(charactersLeft) : t.bodyHint}
        size="md"
        required
        autosize
        minRows={5}
        maxRows={14}
        value={values.body}
        error={problemText('body')}
        onChange={(event) => set({ body: event.currentTarget.value })}
      />
      <ConsentField
        isChecked={values.consent}
        error={problemText('consent')}
        onChange={(consent) => set({ consent })}
      />
      {failure && !hasProblems(problems) && (
        <p className={classes.failure} role="alert">
          {failureText(failure, failures)}
        </p>
      )}
      <Button type="submit" size="md" loading={isPending} className={classes.submit}>
        {t.submit}
      </Button>
    </form>
  )
}

interface SubjectSelectProps {
  readonly value: string
  readonly error: string | undefined
  readonly onChange: (slug: string) => void
}

/** Works before (and without) the catalogue: a general enquiry is always possible. */
function SubjectSelect({ value, error, onChange }: SubjectSelectProps) {
  const t = useText(startTexts)
  const services = trpc.products.list.useQuery({ locale: useLocale() })
  const options = services.data?.map(({ slug, name }) => ({ value: slug, label: name })) ?? []
  const isKnown = options.some((option) => option.value === value)
  // An address with a service that no longer exists is a general enquiry, not a refused form.
  const isGone = services.data !== undefined && value !== '' && !isKnown
  const forget = useEffectEvent(() => onChange(''))
  useEffect(() => {
    if (isGone) forget()
  }, [isGone])
  return (
    <NativeSelect
      name="productSlug"
      label={t.subject}
      size="md"
      value={isKnown ? value : ''}
      error={error}
      data={[{ value: '', label: t.generalSubject }, ...options]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

/** What was typed on the home page is taken over once. */
function useFirstMessage(onTaken: (body: string) => void): void {
  const take = useEffectEvent(() => {
    const body = takeFirstMessage()
    if (body !== '') onTaken(body)
  })
  useEffect(() => take(), [])
}

function focusFirstProblem(form: HTMLFormElement, problems: StartProblems): void {
  const first = fieldOrder.find((field) => problems[field])
  const element = first && form.elements.namedItem(first)
  if (element instanceof HTMLElement) element.focus()
}

const fieldOrder = ['productSlug', 'name', 'email', 'body', 'consent'] as const
