import type { CSSVariablesResolver } from '@mantine/core'

/**
 * The palette by role, for CSS modules: `--ink` text, `--muted` secondary text, `--paper` page,
 * `--surface` raised area, `--wash` tinted area, `--rule` hairline, `--rule-strong` control border, `--accent`,
 * `--on-accent` text on it.
 * Text roles keep at least 4.5:1 on paper, surface and wash; `--rule-strong` at least 3:1.
 */
export const resolveCssVariables: CSSVariablesResolver = (theme) => ({
  variables: {
    '--serif': theme.headings.fontFamily,
  },
  light: {
    '--ink': theme.black,
    '--muted': '#54616a',
    '--paper': '#f7f8f6',
    '--surface': '#ffffff',
    '--wash': '#edf1ee',
    '--rule': '#d5dad6',
    '--rule-strong': '#818c8c',
    '--accent': '#1b5f53',
    '--on-accent': '#ffffff',
    '--danger': '#9b2c2c',
    ...roles,
  },
  dark: {
    '--ink': '#e7ebe9',
    '--muted': '#a3afb0',
    '--paper': '#10191e',
    '--surface': '#162127',
    '--wash': '#19262b',
    '--rule': '#2a3840',
    '--rule-strong': '#6e7d82',
    '--accent': '#8fc1b1',
    '--on-accent': theme.black,
    '--danger': '#f0a8a0',
    ...roles,
  },
})

/** Mantine's own roles follow ours. */
const roles = {
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-body': 'var(--paper)',
  '--mantine-color-dimmed': 'var(--muted)',
  '--mantine-color-placeholder': 'var(--muted)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-error': 'var(--danger)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-hover': 'var(--wash)',
  '--mantine-color-default-border': 'var(--rule-strong)',
}
