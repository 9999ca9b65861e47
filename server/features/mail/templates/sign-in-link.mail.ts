import type { MailTemplate } from '../mail.ts'
import { formatMoment, linkTo } from '../mail-wording.ts'

export interface SignInLinkForMail {
  /** confirming: a visitor says that the address is theirs, and knows the firm alone · returning: a client comes back. */
  readonly reader: 'staff' | 'confirming' | 'returning'
  /** ISO 8601: until when the link works. */
  readonly endsAt: string
  /** Goes behind a #, which no server and no log ever sees. */
  readonly token: string
}

const texts = {
  'pt-BR': {
    staff: {
      subject: (firm: string) => `Seu link de acesso · ${firm}`,
      preheader: 'Um clique e uma confirmação: não há senha.',
      heading: 'Entrar no Plantão',
      lead: (firm: string) =>
        `Recebemos um pedido de acesso da equipe de ${firm} com este endereço. Abra o link abaixo e confirme na página.`,
      action: 'Entrar',
    },
    confirming: {
      subject: (firm: string) => `Confirme seu e-mail · ${firm}`,
      preheader: 'Confirme para voltar à sua conversa de qualquer aparelho.',
      heading: 'Confirme seu e-mail',
      lead: (firm: string) =>
        `Este endereço foi informado em uma conversa com ${firm}. Abra o link abaixo e confirme na página: sua conversa com ${firm} vem junto, e você volta a ela de qualquer aparelho.`,
      action: 'Confirmar e-mail',
    },
    returning: {
      subject: (firm: string) => `Suas conversas · ${firm}`,
      preheader: 'Um clique e uma confirmação: não há senha.',
      heading: 'Volte às suas conversas',
      lead: (firm: string) =>
        `Recebemos um pedido de acesso às suas conversas com ${firm}. Abra o link abaixo e confirme na página.`,
      action: 'Ver minhas conversas',
    },
    endsAt: 'Válido até',
    note: 'O link é pessoal, serve uma única vez e vale por dez minutos. Se não foi você que pediu, ignore este e-mail: ninguém entra sem ele.',
  },
  en: {
    staff: {
      subject: (firm: string) => `Your sign-in link · ${firm}`,
      preheader: 'One click and a confirmation: there is no password.',
      heading: 'Sign in to Plantão',
      lead: (firm: string) =>
        `Somebody asked for access to the team of ${firm} with this address. Open the link below and confirm on the page.`,
      action: 'Sign in',
    },
    confirming: {
      subject: (firm: string) => `Confirm your e-mail · ${firm}`,
      preheader: 'Confirm it to come back to your conversation from any device.',
      heading: 'Confirm your e-mail',
      lead: (firm: string) =>
        `This address was given in a conversation with ${firm}. Open the link below and confirm on the page: your conversation with ${firm} comes along, and you come back to it from any device.`,
      action: 'Confirm e-mail',
    },
    returning: {
      subject: (firm: string) => `Your conversations · ${firm}`,
      preheader: 'One click and a confirmation: there is no password.',
      heading: 'Come back to your conversations',
      lead: (firm: string) =>
        `Somebody asked for access to your conversations with ${firm}. Open the link below and confirm on the page.`,
      action: 'See my conversations',
    },
    endsAt: 'Valid until',
    note: 'The link is personal, works once and is valid for ten minutes. If you did not ask for it, ignore this e-mail: nobody signs in without it.',
  },
}

/** The way in, for whoever reads mail of the address. */
export const signInLink: MailTemplate<SignInLinkForMail> = ({ reader, endsAt, token }, setting) => {
  const t = texts[setting.locale]
  const words = t[reader]
  return {
    subject: words.subject(setting.firm.name),
    preheader: words.preheader,
    heading: words.heading,
    paragraphs: [words.lead(setting.firm.name)],
    facts: [{ label: t.endsAt, value: formatMoment(endsAt, setting.locale) }],
    action: { label: words.action, url: linkTo(setting, `/entrar/confirmar#token=${token}`) },
    note: t.note,
  }
}
