import type { StaffRole } from '#server/contracts/staff.ts'
import type { MailTemplate } from '../mail.ts'
import { firstNameOf, formatMoment, linkTo } from '../mail-wording.ts'

export interface StaffInvitationForMail {
  readonly name: string
  readonly role: StaffRole
  /** ISO 8601: until when the link works. */
  readonly endsAt: string
  /** Goes behind a #, which no server and no log ever sees. */
  readonly token: string
}

const texts = {
  'pt-BR': {
    subject: (firm: string) => `Seu acesso ao painel · ${firm}`,
    preheader: 'Um clique confirma o convite e abre o painel.',
    heading: (name: string) => `${name}, você recebeu um convite para a equipe`,
    lead: (firm: string) =>
      `${firm} convidou você para atender pelo Plantão. Abra o link abaixo e confirme: não há senha a criar. Da próxima vez, basta pedir um novo link na página de acesso da equipe.`,
    role: 'Sua função',
    roles: { attendant: 'Atendimento', lawyer: 'Advocacia', admin: 'Administração' },
    endsAt: 'Válido até',
    action: 'Aceitar o convite',
    note: 'O link é pessoal e serve uma única vez. Se você não esperava este convite, ignore este e-mail.',
  },
  en: {
    subject: (firm: string) => `Your access to the panel · ${firm}`,
    preheader: 'One click confirms the invitation and opens the panel.',
    heading: (name: string) => `${name}, you have an invitation to the team`,
    lead: (firm: string) =>
      `${firm} has invited you to answer people through Plantão. Open the link below and confirm: there is no password to make. Next time, ask for a new link on the staff access page.`,
    role: 'Your role',
    roles: { attendant: 'Reception', lawyer: 'Lawyer', admin: 'Administration' },
    endsAt: 'Valid until',
    action: 'Accept the invitation',
    note: 'The link is personal and works once. If you did not expect this invitation, ignore this e-mail.',
  },
}

/** Asks somebody to join the firm's people. */
export const staffInvitation: MailTemplate<StaffInvitationForMail> = ({ name, role, endsAt, token }, setting) => {
  const t = texts[setting.locale]
  return {
    subject: t.subject(setting.firm.name),
    preheader: t.preheader,
    heading: t.heading(firstNameOf(name)),
    paragraphs: [t.lead(setting.firm.name)],
    facts: [
      { label: t.role, value: t.roles[role] },
      { label: t.endsAt, value: formatMoment(endsAt, setting.locale) },
    ],
    action: { label: t.action, url: linkTo(setting, `/entrar/confirmar#token=${token}`) },
    note: t.note,
  }
}
