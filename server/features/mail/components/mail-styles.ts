import type { CSSProperties } from 'react'

const serif = "Georgia,'Times New Roman',serif"
const sans = "-apple-system,BlinkMacSystemFont,'Segoe UI',Helvetica,Arial,sans-serif"

/** Mail programs drop most CSS: inline styles carry the light look, the sheet only adds the dark one. */
export const mailStyles = {
  page: { margin: 0, padding: '32px 12px', backgroundColor: '#f6f7f5' },
  container: { width: '100%', maxWidth: 560 },
  firm: { margin: '0 4px 20px', font: `400 19px/1.3 ${serif}`, color: '#14212a' },
  card: {
    padding: '40px 40px 36px',
    backgroundColor: '#ffffff',
    border: '1px solid #dee2de',
    borderRadius: 4,
  },
  heading: { margin: '0 0 20px', font: `400 27px/1.25 ${serif}`, letterSpacing: '-0.01em', color: '#14212a' },
  paragraph: { margin: '0 0 16px', font: `400 16px/1.6 ${sans}`, color: '#2a3639' },
  facts: { margin: '4px 0 8px' },
  factLabel: {
    padding: '3px 20px 3px 0',
    font: `400 14px/1.5 ${sans}`,
    color: '#5b6866',
    verticalAlign: 'top',
    whiteSpace: 'nowrap',
  },
  factValue: { padding: '3px 0', font: `400 14px/1.5 ${sans}`, color: '#14212a', wordBreak: 'break-word' },
  quoteLabel: { margin: '20px 0 8px', font: `400 13px/1.5 ${sans}`, color: '#5b6866' },
  quote: {
    margin: 0,
    padding: '2px 0 2px 18px',
    borderLeft: '2px solid #b6d5ca',
    font: `400 16px/1.6 ${serif}`,
    color: '#14212a',
    wordBreak: 'break-word',
  },
  button: {
    marginTop: 28,
    padding: '13px 24px',
    backgroundColor: '#1b5f53',
    borderRadius: 3,
    font: `600 15px/1.2 ${sans}`,
    color: '#ffffff',
  },
  note: { margin: '20px 0 0', font: `400 13px/1.55 ${sans}`, color: '#5b6866' },
  signature: { margin: '20px 4px 0', font: `400 12px/1.6 ${sans}`, color: '#5b6866' },
} as const satisfies Record<string, CSSProperties>

/** For the classes of the same names; `!important`, since it contends with inline styles. */
export const mailSheet = `
@media (prefers-color-scheme: dark) {
  .page, .page > table > tbody > tr > td { background-color: #0b1216 !important }
  .card { background-color: #19252b !important; border-color: #2a3840 !important }
  .ink { color: #e7ebe9 !important } .quiet { color: #a3afae !important } .rule { border-color: #3b4a51 !important }
  .button { background-color: #8fc1b1 !important; color: #0b1216 !important }
}
@media (max-width: 480px) { .card { padding: 28px 20px !important } }
`
