import classes from './prose.module.css'
import { splitParagraphs } from './split-paragraphs.ts'

/** Running text; blank lines part its paragraphs. */
export function Prose({ text }: { readonly text: string }) {
  return (
    <div className={classes.prose}>
      {splitParagraphs(text).map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
    </div>
  )
}
