import { Button, Textarea } from '@mantine/core'
import { useRouter } from 'next/router'
import { type SubmitEvent, useState } from 'react'
import { messageMaxLength } from '#server/contracts/conversations.ts'
import { useText } from '#src/i18n/use-text.ts'
import { keepFirstMessage } from '#src/ui/first-message.ts'
import { homeTexts } from './home-texts.ts'
import classes from './start-panel.module.css'

/** The first lines of a conversation, carried to the conversation page. */
export function StartPanel() {
  const t = useText(homeTexts)
  const { push } = useRouter()
  const [text, setText] = useState('')
  const start = (event: SubmitEvent) => {
    event.preventDefault()
    if (text.trim()) keepFirstMessage(text)
    void push('/conversa')
  }
  return (
    <form className={classes.panel} action="/conversa" onSubmit={start}>
      <h2 className={classes.title}>{t.panelTitle}</h2>
      <Textarea
        aria-label={t.panelLabel}
        placeholder={t.panelPlaceholder}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        maxLength={messageMaxLength}
        rows={4}
        size="md"
      />
      <Button type="submit" size="md" fullWidth>
        {t.panelSubmit}
      </Button>
      <p className={classes.note}>{t.panelNote}</p>
    </form>
  )
}
