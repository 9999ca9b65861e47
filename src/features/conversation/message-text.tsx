import classes from './message.module.css'
import { splitLinks } from './split-links.ts'

/** A message's words as they were written: line breaks kept, addresses as links, never markup. */
export function MessageText({ text }: { readonly text: string }) {
  let position = 0
  return (
    <p className={classes.text} data-body>
      {splitLinks(text).map((part) => {
        const key = position
        position += part.text.length
        if (part.kind === 'text') return part.text
        return (
          <a key={key} href={part.href} target="_blank" rel="noopener noreferrer nofollow ugc">
            {part.text}
          </a>
        )
      })}
    </p>
  )
}
