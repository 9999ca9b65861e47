import { Button } from '@mantine/core'
import { useState } from 'react'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { recoverByItself } from '#src/trpc/retry-policy.ts'
import { ConsolePage } from './console-page.tsx'
import { QueryState } from './query-state.tsx'
import { StaffInviteForm } from './staff-invite-form.tsx'
import { StaffItem } from './staff-item.tsx'
import classes from './staff-page.module.css'
import { staffTexts } from './staff-texts.ts'

const updateEveryMs = 15_000

/** The firm's people: invite, another role, off and on again. */
export function StaffPage() {
  const t = useText(staffTexts)
  return (
    <ConsolePage title={t.title} lead={t.lead}>
      <Staff />
    </ConsolePage>
  )
}

function Staff() {
  const t = useText(staffTexts)
  const [isInviting, setIsInviting] = useState(false)
  const [invited, setInvited] = useState<string>()
  const viewer = trpc.viewer.me.useQuery(undefined, { staleTime: 60_000 })
  const query = trpc.staff.list.useQuery(undefined, {
    refetchInterval: (asked) => recoverByItself.refetchInterval(asked) || updateEveryMs,
  })
  const finish = (name: string | undefined) => {
    setIsInviting(false)
    setInvited(name)
  }
  return (
    <section className={classes.section} aria-label={t.list}>
      {isInviting ? (
        <StaffInviteForm onInvited={finish} onCancel={() => finish(undefined)} />
      ) : (
        <div className={classes.actions}>
          <Button onClick={() => setIsInviting(true)}>{t.invite}</Button>
          <span className={classes.note} role="status">
            {invited !== undefined && t.sent(invited)}
          </span>
        </div>
      )}
      <QueryState query={query} />
      {query.data && (
        <ul className={classes.list}>
          {query.data.map((person) => (
            <StaffItem
              key={person.id}
              of={person}
              isSelf={person.id === viewer.data?.id}
              onChanged={() => void query.refetch()}
            />
          ))}
        </ul>
      )}
    </section>
  )
}
