import { Button, TextInput } from '@mantine/core'
import { useRouter } from 'next/router'
import { type SubmitEvent, useState } from 'react'
import { uuid } from '#server/contracts/ids.ts'
import { useText } from '#src/i18n/use-text.ts'
import { consoleHref } from './console-sections.ts'
import classes from './trace-page.module.css'
import { traceTexts } from './trace-texts.ts'

/** By the id of a conversation; its whole address will do. */
export function TraceForm() {
  const t = useText(traceTexts)
  const { push } = useRouter()
  const [text, setText] = useState('')
  const [isChecked, setIsChecked] = useState(false)
  const id = uuid.safeParse(text.trim().split('/').at(-1))
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    setIsChecked(true)
    if (id.success) void push(`${consoleHref('trace')}/${id.data}`)
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <TextInput
        label={t.conversation}
        description={t.idHint}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={text}
        maxLength={300}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        error={isChecked && !id.success && t.idBad}
        onChange={({ currentTarget: { value } }) => setText(value)}
      />
      <Button type="submit">{t.follow}</Button>
    </form>
  )
}
