import type { Endpoint } from '#server/contracts/outgoing-webhooks.ts'
import { useText } from '#src/i18n/use-text.ts'
import classes from './webhook-status.module.css'
import { webhooksTexts } from './webhooks-texts.ts'

/** In a word: on, failing, off. */
export function WebhookStatus({ of: { isEnabled, failures } }: { readonly of: Endpoint }) {
  const t = useText(webhooksTexts)
  if (!isEnabled) return <span className={classes.off}>{t.off}</span>
  if (failures > 0) return <span className={classes.failing}>{t.failing(failures)}</span>
  return <span className={classes.on}>{t.on}</span>
}
