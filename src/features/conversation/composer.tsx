import { ActionIcon, Textarea } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { type KeyboardEvent, type RefObject, type SubmitEvent, useId } from 'react'
import { useText } from '#src/i18n/use-text.ts'
import classes from './composer.module.css'
import { conversationTexts } from './conversation-texts.ts'
import { measureDraft } from './measure-draft.ts'
import { useDraft } from './use-draft.ts'

interface ComposerProps {
  readonly conversationId: string
  readonly input: RefObject<HTMLTextAreaElement | null>
  readonly onSend: (body: string) => void
  /** At every change of the text. */
  readonly onTyping: (isTyping: boolean) => void
}

export function Composer({ conversationId, input, onSend, onTyping }: ComposerProps) {
  const t = useText(conversationTexts)
  const [draft, setDraft] = useDraft(conversationId)
  const { body, charactersLeft, isNearLimit, canSend } = measureDraft(draft)
  const counterId = useId()
  const change = (text: string) => {
    setDraft(text)
    onTyping(text.trim() !== '')
  }
  const send = () => {
    if (!canSend) return
    onSend(body)
    change('')
    input.current?.focus()
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    send()
  }
  const sendOnEnter = (event: KeyboardEvent) => {
    // While an input method composes a character, Enter accepts it.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }
  return (
    <form className={classes.composer} onSubmit={submit}>
      <div className={classes.line}>
        <Textarea
          ref={input}
          className={classes.field}
          aria-label={t.composer}
          aria-describedby={counterId}
          placeholder={t.composer}
          value={draft}
          onChange={(event) => change(event.currentTarget.value)}
          onKeyDown={sendOnEnter}
          error={charactersLeft < 0}
          enterKeyHint="send"
          autosize
          minRows={1}
          maxRows={7}
          size="md"
        />
        <ActionIcon type="submit" size={44} aria-label={t.send} disabled={!canSend} className={classes.send}>
          <IconSend size={20} stroke={1.5} />
        </ActionIcon>
      </div>
      <p id={counterId} className={classes.hint} data-over={charactersLeft < 0} data-near={isNearLimit}>
        {isNearLimit ? describeRoom(charactersLeft, t) : t.composerHint}
      </p>
    </form>
  )
}

function describeRoom(charactersLeft: number, t: (typeof conversationTexts)['pt-BR']): string {
  return charactersLeft < 0 ? t.charactersOver(-charactersLeft) : t.charactersLeft(charactersLeft)
}
