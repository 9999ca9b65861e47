import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { useColorScheme } from '@mantine/hooks'
import { IconMoon, IconSun } from '@tabler/icons-react'
import { useText } from '#src/i18n/use-text.ts'
import { shellTexts } from './shell-texts.ts'

/** Follows the system until someone chooses otherwise; choosing the system's scheme follows it again. */
export function ColorSchemeSwitch() {
  const t = useText(shellTexts)
  const { setColorScheme } = useMantineColorScheme()
  const current = useComputedColorScheme('light')
  const ofSystem = useColorScheme()
  const next = current === 'dark' ? 'light' : 'dark'
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      c="inherit"
      aria-label={t.colorScheme}
      onClick={() => setColorScheme(next === ofSystem ? 'auto' : next)}
    >
      <IconMoon size={19} stroke={1.5} className="mantine-dark-hidden" />
      <IconSun size={19} stroke={1.5} className="mantine-light-hidden" />
    </ActionIcon>
  )
}
