import { Loader, UnstyledButton } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useText } from '#src/i18n/use-text.ts'
import { Initials } from '#src/ui/initials.tsx'
import classes from './account-list.module.css'
import type { DevAccount } from './dev-accounts.ts'
import { signInTexts } from './sign-in-texts.ts'

interface AccountListProps {
  readonly accounts: readonly DevAccount[]
  /** The account that is being signed in. */
  readonly pendingId: string | undefined
  readonly onChoose: (profileId: string) => void
}

export function AccountList({ accounts, pendingId, onChoose }: AccountListProps) {
  const t = useText(signInTexts)
  return (
    <ul className={classes.list} aria-label={t.accounts}>
      {accounts.map(({ id, name, role }) => (
        <li key={id}>
          <UnstyledButton
            className={classes.account}
            aria-label={t.signInAs(name)}
            disabled={pendingId !== undefined}
            onClick={() => onChoose(id)}
          >
            <Initials name={name} sizePx={40} />
            <span className={classes.words}>
              <span className={classes.name}>{name}</span>
              <span className={classes.role}>{t.roles[role]}</span>
            </span>
            {pendingId === id ? <Loader size={18} /> : <IconArrowRight size={18} stroke={1.5} aria-hidden />}
          </UnstyledButton>
        </li>
      ))}
    </ul>
  )
}
