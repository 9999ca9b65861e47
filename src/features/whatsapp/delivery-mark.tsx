import { IconAlertCircle, IconCheck, IconChecks, IconClock, IconHelpCircle, IconHourglass } from '@tabler/icons-react'
import type { WhatsappState } from '#server/contracts/whatsapp.ts'
import { useText } from '#src/i18n/use-text.ts'
import classes from './delivery.module.css'
import { whatsappTexts } from './whatsapp-texts.ts'

const icons = {
  queued: IconClock,
  sending: IconClock,
  held: IconHourglass,
  unknown: IconHelpCircle,
  failed: IconAlertCircle,
  sent: IconCheck,
  delivered: IconChecks,
  read: IconChecks,
} satisfies Record<WhatsappState, typeof IconCheck>

/** What became of a message of the firm, as one sign beside its time. */
export function DeliveryMark({ state }: { readonly state: WhatsappState }) {
  const t = useText(whatsappTexts)
  const Icon = icons[state]
  return (
    <Icon size={15} stroke={1.75} role="img" aria-label={t.state[state]} className={classes.mark} data-state={state} />
  )
}
