import { Body, Column, Container, Head, Html, Preview, Row, Text } from '@react-email/components'
import { createElement, type ReactElement } from 'react'
import type { SignedContent } from '../mail.ts'
import type { Firm } from '../mail-context.ts'
import { MailParts } from './mail-parts.ts'
import { mailSheet, mailStyles } from './mail-styles.ts'
import { textLines } from './text-lines.ts'

/** The whole mail: the firm's name, the card, the firm's lines. */
export const MailDocument = ({ content }: { readonly content: SignedContent }): ReactElement =>
  createElement(
    Html,
    { lang: content.locale },
    createElement(MailHead, { title: content.subject }),
    createElement(
      Body,
      { className: 'page', style: mailStyles.page },
      createElement(Preview, null, content.preheader),
      createElement(
        Container,
        { style: mailStyles.container },
        createElement(Text, { className: 'ink', style: mailStyles.firm }, content.firm.name),
        createElement(
          Row,
          null,
          createElement(Column, { className: 'card', style: mailStyles.card }, createElement(MailParts, { content })),
        ),
        createElement(Signature, { firm: content.firm }),
      ),
    ),
  )

const MailHead = ({ title }: { readonly title: string }) =>
  createElement(
    Head,
    null,
    createElement('meta', { name: 'viewport', content: 'width=device-width' }),
    createElement('meta', { name: 'color-scheme', content: 'light dark' }),
    createElement('meta', { name: 'supported-color-schemes', content: 'light dark' }),
    createElement('title', null, title),
    createElement('style', null, mailSheet),
  )

const Signature = ({ firm }: { readonly firm: Firm }) =>
  createElement(
    Text,
    { className: 'quiet', style: mailStyles.signature },
    textLines([firm.name, ...firm.lines].join('\n')),
  )
