import '@mantine/core/styles/Popover.css'
import '@mantine/core/styles/Menu.css'
import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconUserCheck, IconUserOff, IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { Conversation } from '#server/contracts/conversations.ts'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import classes from './assignee-menu.module.css'
import { inboxTexts } from './inbox-texts.ts'
import { useAssign } from './use-assign.ts'

interface AssigneeMenuProps {
  readonly conversationId: string
  readonly assignee: Conversation['assignee']
  readonly viewerId: string
}

/** Who the conversation is with, and the way to take it, hand it over or let it go. */
export function AssigneeMenu({ conversationId, assignee, viewerId }: AssigneeMenuProps) {
  const t = useText(inboxTexts)
  const [isOpen, setIsOpen] = useState(false)
  const { assign, isPending, hasFailed } = useAssign(conversationId)
  const isMine = assignee?.id === viewerId
  const label = isMine ? t.mine : assignee ? t.with(assignee.name) : t.unassigned
  return (
    <div className={classes.assignee}>
      {hasFailed && (
        <p className={classes.failure} role="alert">
          {t.assignFailed}
        </p>
      )}
      <Menu opened={isOpen} onChange={setIsOpen} position="bottom-end" width={260} withinPortal shadow="sm">
        <Menu.Target>
          <Button
            variant="default"
            size="xs"
            className={classes.button}
            loading={isPending}
            aria-label={`${t.assignment}: ${label}`}
            rightSection={<IconChevronDown size={14} stroke={1.75} />}
          >
            <IconUserCheck size={16} stroke={1.5} className={classes.icon} aria-hidden />
            <span className={classes.label}>{label}</span>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {!isMine && (
            <Menu.Item leftSection={<IconUserPlus size={16} stroke={1.5} />} onClick={() => assign(viewerId)}>
              {t.take}
            </Menu.Item>
          )}
          {assignee && (
            <Menu.Item leftSection={<IconUserOff size={16} stroke={1.5} />} onClick={() => assign(null)}>
              {t.release}
            </Menu.Item>
          )}
          {isOpen && <Colleagues exceptIds={[viewerId, assignee?.id]} onChoose={assign} />}
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}

interface ColleaguesProps {
  readonly exceptIds: readonly (string | undefined)[]
  readonly onChoose: (assigneeId: string) => void
}

function Colleagues({ exceptIds, onChoose }: ColleaguesProps) {
  const t = useText(inboxTexts)
  const staff = trpc.conversations.assignees.useQuery(undefined, { staleTime: 60_000 })
  const colleagues = staff.data?.filter(({ id }) => !exceptIds.includes(id)) ?? []
  if (colleagues.length === 0 && !staff.error) return null
  return (
    <>
      <Menu.Label>{staff.error ? t.assigneesFailed : t.handOver}</Menu.Label>
      {colleagues.map(({ id, name }) => (
        <Menu.Item key={id} onClick={() => onChoose(id)}>
          {name}
        </Menu.Item>
      ))}
    </>
  )
}
