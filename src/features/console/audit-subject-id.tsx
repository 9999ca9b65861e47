import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { auditFilter } from '#server/contracts/audit.ts'
import { useText } from '#src/i18n/use-text.ts'
import { auditTexts } from './audit-texts.ts'

interface AuditSubjectIdProps {
  readonly id: string | undefined
  readonly onChange: (id: string) => void
}

/** An id as it stands in an address or a row; taken when the field is left or Enter is pressed. */
export function AuditSubjectId({ id = '', onChange }: AuditSubjectIdProps) {
  const t = useText(auditTexts)
  const [text, setText] = useState(id)
  const [isBad, setIsBad] = useState(false)
  const take = () => {
    const asked = text.trim()
    const isId = asked === '' || auditFilter.shape.subjectId.safeParse(asked).success
    setIsBad(!isId)
    if (isId && asked !== id) onChange(asked)
  }
  return (
    <TextInput
      label={t.subjectId}
      value={text}
      maxLength={64}
      autoCapitalize="none"
      autoComplete="off"
      spellCheck={false}
      error={isBad && t.subjectIdBad}
      onChange={({ currentTarget }) => setText(currentTarget.value)}
      onBlur={take}
      onKeyDown={({ key }) => {
        if (key === 'Enter') take()
      }}
    />
  )
}
