import { useText } from '#src/i18n/use-text.ts'
import { presenceTexts } from './presence-texts.ts'
import classes from './typing-line.module.css'

/** Who is writing right now. Keeps its place when nobody is, so that nothing jumps. */
export function TypingLine({ names }: { readonly names: readonly string[] }) {
  const words = useTypingWords(names)
  return (
    <p className={classes.line}>
      {words !== undefined && (
        <>
          <span className={classes.dots} aria-hidden>
            <span />
            <span />
            <span />
          </span>
          <span className={classes.words}>{words}</span>
        </>
      )}
    </p>
  )
}

function useTypingWords([one, other, ...more]: readonly string[]): string | undefined {
  const t = useText(presenceTexts)
  if (one === undefined) return undefined
  if (other === undefined) return t.oneTyping(one)
  return more.length === 0 ? t.twoTyping(one, other) : t.manyTyping
}
