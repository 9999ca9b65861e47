import '@mantine/core/styles/Popover.css'
import { Button, Popover } from '@mantine/core'
import { IconReceipt2 } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '#src/i18n/use-text.ts'
import { paymentTexts } from './payment-texts.ts'
import classes from './payments-button.module.css'
import { PaymentsPanel } from './payments-panel.tsx'

interface PaymentsButtonProps {
  readonly conversationId: string
  /** A closed conversation shows its payments, and takes no new request. */
  readonly isOpen: boolean
}

/** What the person was asked to pay and what came of it, and the way to ask. For staff. */
export function PaymentsButton({ conversationId, isOpen }: PaymentsButtonProps) {
  const t = useText(paymentTexts)
  const [isShown, setIsShown] = useState(false)
  return (
    <Popover
      opened={isShown}
      onChange={setIsShown}
      position="bottom-end"
      width="min(23rem, calc(100vw - 1rem))"
      shadow="sm"
      withinPortal
      trapFocus
    >
      <Popover.Target>
        <Button
          variant="default"
          size="xs"
          className={classes.button}
          aria-label={t.payments}
          onClick={() => setIsShown(!isShown)}
        >
          <IconReceipt2 size={16} stroke={1.5} aria-hidden />
          <span className={classes.label}>{t.payments}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t.payments}>
        {isShown && <PaymentsPanel conversationId={conversationId} isOpen={isOpen} />}
      </Popover.Dropdown>
    </Popover>
  )
}
