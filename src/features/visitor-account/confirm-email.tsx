import { Button } from '@mantine/core'
import { useState } from 'react'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { useSite } from '#src/ui/site-context.tsx'
import classes from './confirm-email.module.css'
import { ConfirmEmailForm } from './confirm-email-form.tsx'
import { visitorAccountTexts } from './visitor-account-texts.ts'

type Stage = { readonly at: 'offer' | 'form' | 'gone' } | { readonly at: 'sent'; readonly email: string }

/** Offers a visitor to keep the conversation under an address of theirs. Nothing until it is known what they left. */
export function ConfirmEmail({ conversationId }: { readonly conversationId: string }) {
  const t = useText(visitorAccountTexts)
  const [stage, setStage] = useState<Stage>({ at: 'offer' })
  const address = trpc.visitors.address.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY })
  if (!address.data || address.data.isConfirmed || stage.at === 'gone') return null
  return (
    <aside className={classes.strip} aria-label={t.open}>
      {stage.at === 'offer' && (
        <div className={classes.offer}>
          <p>{t.offer}</p>
          <div className={classes.actions}>
            <Button size="xs" variant="default" onClick={() => setStage({ at: 'form' })}>
              {t.open}
            </Button>
            <Button size="xs" variant="subtle" color="gray" c="inherit" onClick={() => setStage({ at: 'gone' })}>
              {t.later}
            </Button>
          </div>
        </div>
      )}
      {stage.at === 'form' && (
        <ConfirmEmailForm
          conversationId={conversationId}
          knownEmail={address.data.email ?? ''}
          onSent={(email) => setStage({ at: 'sent', email })}
          onLater={() => setStage({ at: 'gone' })}
        />
      )}
      {stage.at === 'sent' && <Sent email={stage.email} onAgain={() => setStage({ at: 'form' })} />}
    </aside>
  )
}

function Sent({ email, onAgain }: { readonly email: string; readonly onAgain: () => void }) {
  const t = useText(visitorAccountTexts)
  const mailbox = useSite()?.mailboxUrl
  return (
    <div className={classes.offer}>
      <p role="status">{t.sent(email)}</p>
      <div className={classes.actions}>
        {mailbox && (
          <Button component="a" href={mailbox} target="_blank" rel="noreferrer" size="xs" variant="default">
            {t.mailbox}
          </Button>
        )}
        <Button size="xs" variant="subtle" color="gray" c="inherit" onClick={onAgain}>
          {t.again}
        </Button>
      </div>
    </div>
  )
}
