import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useText } from '#src/i18n/use-text.ts'
import { useSite } from '#src/ui/site-context.tsx'
import { tellHost } from './host-page.ts'
import classes from './widget.module.css'
import { widgetTexts } from './widget-texts.ts'

export function WidgetHeader({ children }: { readonly children?: ReactNode }) {
  const t = useText(widgetTexts)
  const firmName = useSite()?.firm.name
  return (
    <header className={classes.header}>
      <p className={classes.firm} title={firmName}>
        {firmName}
      </p>
      {children}
      <ActionIcon
        variant="subtle"
        color="gray"
        c="inherit"
        size={40}
        aria-label={t.close}
        onClick={() => tellHost({ kind: 'close' })}
      >
        <IconX size={20} stroke={1.5} />
      </ActionIcon>
    </header>
  )
}
