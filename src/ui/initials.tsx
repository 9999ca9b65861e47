import classes from './initials.module.css'
import { initialsOf } from './initials-of.ts'

interface InitialsProps {
  readonly name: string
  readonly sizePx?: number
}

/** A person's mark; decorative, the name stands beside it. */
export const Initials = ({ name, sizePx = 40 }: InitialsProps) => (
  <span className={classes.initials} style={{ inlineSize: sizePx, fontSize: sizePx * 0.4 }} aria-hidden>
    {initialsOf(name)}
  </span>
)
