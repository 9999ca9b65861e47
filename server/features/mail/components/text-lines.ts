import { createElement, Fragment, type ReactNode } from 'react'

/** The line breaks that people typed, as breaks. */
export const textLines = (text: string): ReactNode[] =>
  text
    .split(/\r?\n/)
    .map((line, index) => createElement(Fragment, { key: index }, index > 0 && createElement('br'), line))
