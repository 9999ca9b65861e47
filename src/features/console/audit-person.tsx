import { NativeSelect } from '@mantine/core'
import { useText } from '#src/i18n/use-text.ts'
import { trpc } from '#src/trpc/client.ts'
import { auditTexts } from './audit-texts.ts'

interface AuditPersonProps {
  /** An id, or `nobody`. */
  readonly actor: string | undefined
  readonly onChange: (actor: string) => void
}

/** The firm's people by name; others are chosen by their name in a row. */
export function AuditPerson({ actor, onChange }: AuditPersonProps) {
  const t = useText(auditTexts)
  const staff = trpc.staff.list.useQuery(undefined, { staleTime: 60_000 })
  const found = trpc.audit.list.useQuery({ actor, limit: 1 }, { enabled: actor !== undefined && actor !== 'nobody' })
  const people = staff.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []
  const isListed = actor === undefined || actor === 'nobody' || people.some(({ value }) => value === actor)
  const other = isListed ? [] : [{ value: actor, label: found.data?.rows[0]?.actor?.name ?? actor }]
  return (
    <NativeSelect
      label={t.person}
      value={actor ?? ''}
      data={[{ value: '', label: t.anyone }, { value: 'nobody', label: t.nobody }, ...other, ...people]}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  )
}
