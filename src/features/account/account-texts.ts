import type { OwnSession } from '#server/contracts/account.ts'
import { defineTexts } from '#src/i18n/use-text.ts'

type Method = NonNullable<OwnSession['method']>

interface AccountTexts {
  readonly devices: Readonly<Record<OwnSession['device'], string>>
  readonly methods: Readonly<Record<Method, string>>
}

const portuguese = {
  pageTitle: 'Minha conta',
  title: 'Minha conta',
  back: 'Voltar ao painel',
  backToConversations: 'Voltar às conversas',
  name: 'Nome',
  email: 'E-mail',
  role: 'Função',
  noEmail: 'não informado',
  privacy: 'Privacidade e seus dados',
  roles: {
    attendant: 'Atendimento',
    lawyer: 'Advocacia',
    admin: 'Administração',
    visitor: 'Visitante',
    client: 'Cliente',
  },

  sessions: 'Onde você está conectado',
  sessionsLead:
    'Cada aparelho e navegador em que a sua conta está aberta. Se não reconhecer algum, encerre-o: ele se desconecta na hora.',
  current: 'este aparelho',
  unknownBrowser: 'Navegador não identificado',
  on: (browser: string, system: string) => `${browser} no ${system}`,
  devices: { phone: 'Celular', tablet: 'Tablet', computer: 'Computador' },
  methods: {
    link: 'por link de e-mail',
    google: 'pelo Google',
    invitation: 'pelo convite',
    anonymous: 'ao iniciar uma conversa',
  },
  openedAt: (date: string) => `Aberta em ${date}`,
  seenAt: (moment: string) => `usada ${moment}`,
  address: (address: string) => `endereço ${address}`,
  end: 'Encerrar',
  endLabel: (name: string) => `Encerrar a sessão: ${name}`,
  endOthers: 'Encerrar todas as outras',
  endAll: 'Sair de todos os aparelhos',
  endAllSure: 'Todos os aparelhos serão desconectados, inclusive este.',
  confirm: 'Sair de todos',
  cancel: 'Cancelar',
  ended: (count: number) => (count === 1 ? '1 sessão encerrada.' : `${count} sessões encerradas.`),
}

const english: typeof portuguese & AccountTexts = {
  pageTitle: 'My account',
  title: 'My account',
  back: 'Back to the inbox',
  backToConversations: 'Back to the conversations',
  name: 'Name',
  email: 'E-mail',
  role: 'Role',
  noEmail: 'not given',
  privacy: 'Privacy and your data',
  roles: {
    attendant: 'Reception',
    lawyer: 'Lawyer',
    admin: 'Administration',
    visitor: 'Visitor',
    client: 'Client',
  },

  sessions: 'Where you are signed in',
  sessionsLead:
    'Every device and browser in which your account is open. If there is one that you do not know, end it: it is disconnected at once.',
  current: 'this device',
  unknownBrowser: 'Unknown browser',
  on: (browser, system) => `${browser} on ${system}`,
  devices: { phone: 'Phone', tablet: 'Tablet', computer: 'Computer' },
  methods: {
    link: 'by a mailed link',
    google: 'by Google',
    invitation: 'by the invitation',
    anonymous: 'by starting a conversation',
  },
  openedAt: (date) => `Opened ${date}`,
  seenAt: (moment) => `used ${moment}`,
  address: (address) => `address ${address}`,
  end: 'End',
  endLabel: (name) => `End the session: ${name}`,
  endOthers: 'End all others',
  endAll: 'Sign out everywhere',
  endAllSure: 'All devices are signed out, this one included.',
  confirm: 'Sign out everywhere',
  cancel: 'Cancel',
  ended: (count) => (count === 1 ? '1 session ended.' : `${count} sessions ended.`),
}

export const accountTexts = defineTexts<typeof portuguese & AccountTexts>(portuguese, english)
