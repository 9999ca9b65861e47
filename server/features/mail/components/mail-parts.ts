import { Button, Heading, Text } from '@react-email/components'
import { createElement, Fragment, type ReactElement } from 'react'
import type { Action, Fact, MailContent, Quote } from '../mail.ts'
import { mailStyles } from './mail-styles.ts'
import { textLines } from './text-lines.ts'

/** What stands on the card. React Email by createElement: Node runs this file as it is, which has no JSX. */
export const MailParts = ({ content }: { readonly content: MailContent }): ReactElement =>
  createElement(
    Fragment,
    null,
    createElement(Heading, { as: 'h1', className: 'ink', style: mailStyles.heading }, content.heading),
    content.paragraphs.map((text) =>
      createElement(Text, { key: text, className: 'ink', style: mailStyles.paragraph }, textLines(text)),
    ),
    content.facts && createElement(Facts, { facts: content.facts }),
    content.quote && createElement(QuoteOf, content.quote),
    createElement(ActionButton, content.action),
    content.note && createElement(Text, { className: 'quiet', style: mailStyles.note }, content.note),
  )

/** One table for all rows: their values stand in one line. */
const Facts = ({ facts }: { readonly facts: readonly Fact[] }) =>
  createElement(
    'table',
    { role: 'presentation', cellPadding: 0, cellSpacing: 0, border: 0, style: mailStyles.facts },
    createElement(
      'tbody',
      null,
      facts.map((fact) => createElement(FactRow, { key: fact.label, ...fact })),
    ),
  )

const FactRow = ({ label, value }: Fact) =>
  createElement(
    'tr',
    null,
    createElement('td', { className: 'quiet', style: mailStyles.factLabel }, label),
    createElement('td', { className: 'ink', style: mailStyles.factValue }, value),
  )

const QuoteOf = ({ label, text }: Quote) =>
  createElement(
    Fragment,
    null,
    createElement(Text, { className: 'quiet', style: mailStyles.quoteLabel }, label),
    createElement('blockquote', { className: 'ink rule', style: mailStyles.quote }, textLines(text)),
  )

const ActionButton = ({ label, url }: Action) =>
  createElement(Button, { className: 'button', href: url, style: mailStyles.button }, label)
