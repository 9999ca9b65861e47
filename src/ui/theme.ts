import {
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core'

/** Copper that has stood in the weather: the one accent. */
const verdigris: MantineColorsTuple = [
  '#eef5f2',
  '#dbeae4',
  '#b6d5ca',
  '#8fc1b1',
  '#62a593',
  '#3f8c7a',
  '#2a7566',
  '#1b5f53',
  '#134a41',
  '#0c352f',
]

// Shade 4 of both greys borders Mantine's inputs: at least 3:1 on the page.
const stone: MantineColorsTuple = [
  '#f6f7f5',
  '#eceeeb',
  '#dee2de',
  '#cbd1cd',
  '#818c8c',
  '#6d7978',
  '#5b6866',
  '#434f50',
  '#2a3639',
  '#18232a',
]

const night: MantineColorsTuple = [
  '#e7ebe9',
  '#c7cfcd',
  '#a3afae',
  '#7d8b8d',
  '#6e7d82',
  '#2a3840',
  '#19252b',
  '#10191e',
  '#0b1216',
  '#060b0e',
]

const ink = '#14212a'

/** Mantine picks the text colour of a filled button once, for the light shade; ours differs by scheme. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input)
  const isAccent = input.variant === 'filled' && (input.color ?? input.theme.primaryColor) === 'verdigris'
  return isAccent ? { ...colors, color: 'var(--on-accent)' } : colors
}

const serif = "'Newsreader Variable', Georgia, 'Times New Roman', serif"
const sans = "'Instrument Sans Variable', system-ui, -apple-system, 'Segoe UI', sans-serif"

export const theme = createTheme({
  colors: { verdigris, gray: stone, dark: night },
  primaryColor: 'verdigris',
  primaryShade: { light: 7, dark: 3 },
  variantColorResolver,
  black: ink,
  defaultRadius: 'xs',
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  fontFamily: sans,
  headings: { fontFamily: serif, fontWeight: '420', textWrap: 'balance' },
})
