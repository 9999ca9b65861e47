import { Button } from '@mantine/core'
import { IconDeviceDesktop, IconDeviceMobile, IconDeviceTablet } from '@tabler/icons-react'
import type { OwnSession } from '#server/contracts/account.ts'
import { useLocale, useText } from '#src/i18n/use-text.ts'
import { accountTexts } from './account-texts.ts'
import { formatDay, formatSince } from './format-since.ts'
import classes from './session-list.module.css'

const icons = { phone: IconDeviceMobile, tablet: IconDeviceTablet, computer: IconDeviceDesktop } as const

interface SessionItemProps {
  readonly of: OwnSession
  readonly isEnding: boolean
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly onEnd: () => void
}

export function SessionItem({ of, isEnding, now, onEnd }: SessionItemProps) {
  const t = useText(accountTexts)
  const locale = useLocale()
  const { isCurrent, browser, system, device, method, address, createdAt, seenAt } = of
  const Icon = icons[device]
  const name = browser && system ? t.on(browser, system) : (browser ?? system ?? t.unknownBrowser)
  const opened = t.openedAt(formatDay(createdAt, locale))
  const facts = [
    method === null ? opened : `${opened} ${t.methods[method]}`,
    ...(isCurrent ? [] : [t.seenAt(formatSince(seenAt, now, locale))]),
    ...(address ? [t.address(address)] : []),
  ]
  return (
    <li className={classes.item}>
      <Icon size={24} stroke={1.25} className={classes.icon} role="img" aria-label={t.devices[device]} />
      <div className={classes.words}>
        <p className={classes.name}>
          {name}
          {isCurrent && <span className={classes.current}>{t.current}</span>}
        </p>
        <p className={classes.facts}>{facts.join(' · ')}</p>
      </div>
      {!isCurrent && (
        <Button
          size="xs"
          variant="default"
          className={classes.action}
          aria-label={t.endLabel(name)}
          loading={isEnding}
          onClick={onEnd}
        >
          {t.end}
        </Button>
      )}
    </li>
  )
}
