import { Button } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { useText } from '#src/i18n/use-text.ts'
import classes from './webhook-secret.module.css'
import { webhooksTexts } from './webhooks-texts.ts'

interface WebhookSecretProps {
  readonly secret: string
  readonly onDone: () => void
}

/** A new secret, until whoever made it has kept it; it cannot be asked for again. */
export function WebhookSecret({ secret, onDone }: WebhookSecretProps) {
  const t = useText(webhooksTexts)
  const { copy, copied } = useClipboard({ timeout: 4_000 })
  return (
    <section className={classes.secret} aria-labelledby="webhook-secret" role="status">
      <h2 id="webhook-secret" className={classes.title}>
        {t.secretTitle}
      </h2>
      <p className={classes.lead}>{t.secretLead}</p>
      <code className={classes.code}>{secret}</code>
      <div className={classes.actions}>
        <Button onClick={() => copy(secret)}>{copied ? t.copied : t.copy}</Button>
        <Button variant="default" onClick={onDone}>
          {t.done}
        </Button>
      </div>
    </section>
  )
}
