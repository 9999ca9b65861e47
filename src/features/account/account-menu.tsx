import '@mantine/core/styles/Popover.css'
import '@mantine/core/styles/Menu.css'
import { Button, Menu } from '@mantine/core'
import { IconLogout, IconUserCircle } from '@tabler/icons-react'
import Link from 'next/link'
import { useState } from 'react'
import { useText } from '#src/i18n/use-text.ts'
import { Initials } from '#src/ui/initials.tsx'
import classes from './account-menu.module.css'
import { accountMenuTexts } from './account-menu-texts.ts'
import { useSignOut } from './use-sign-out.ts'

interface AccountMenuProps {
  readonly viewer: { readonly id: string; readonly name: string }
}

/** Who is signed in, the way to their account, and the way out; who would leave messages unsent is asked first. */
export function AccountMenu({ viewer }: AccountMenuProps) {
  const t = useText(accountMenuTexts)
  const [isOpen, setIsOpen] = useState(false)
  const [unsent, setUnsent] = useState(0)
  const { signOut, countUnsent, isLeaving, hasFailed } = useSignOut(viewer.id)
  const show = (opened: boolean) => {
    setIsOpen(opened)
    setUnsent(0)
  }
  const ask = () => {
    const count = countUnsent()
    if (count === 0) signOut()
    else setUnsent(count)
  }
  return (
    <Menu opened={isOpen} onChange={show} position="bottom-end" width={280} withinPortal shadow="sm">
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          c="inherit"
          px="xs"
          className={classes.button}
          loading={isLeaving}
          aria-label={t.label(viewer.name)}
        >
          <Initials name={viewer.name} sizePx={28} />
          <span className={classes.name}>{viewer.name}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {unsent > 0 ? (
          <Question text={t.unsent(unsent)} onStay={() => show(false)} onLeave={signOut} isLeaving={isLeaving} />
        ) : (
          <>
            <Menu.Label className={classes.person}>{viewer.name}</Menu.Label>
            <Menu.Item component={Link} href="/conta" leftSection={<IconUserCircle size={16} stroke={1.5} />}>
              {t.account}
            </Menu.Item>
            <Menu.Item leftSection={<IconLogout size={16} stroke={1.5} />} closeMenuOnClick={false} onClick={ask}>
              {t.signOut}
            </Menu.Item>
          </>
        )}
        {hasFailed && (
          <p className={classes.failure} role="alert">
            {t.signOutFailed}
          </p>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

interface QuestionProps {
  readonly text: string
  readonly isLeaving: boolean
  readonly onStay: () => void
  readonly onLeave: () => void
}

function Question({ text, isLeaving, onStay, onLeave }: QuestionProps) {
  const t = useText(accountMenuTexts)
  return (
    <div className={classes.question}>
      <p>{text}</p>
      <div className={classes.answers}>
        <Button size="sm" variant="default" onClick={onStay}>
          {t.stay}
        </Button>
        <Button size="sm" loading={isLeaving} onClick={onLeave}>
          {t.leaveAnyway}
        </Button>
      </div>
    </div>
  )
}
