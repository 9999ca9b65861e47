import { defineTexts } from '#src/i18n/use-text.ts'

export const inboxTexts = defineTexts(
  {
    pageTitle: 'Painel',
    pageTitleUnread: (count: number) => `(${count}) Painel`,
    title: 'Conversas',
    list: 'Conversas abertas',
    views: 'Quais conversas mostrar',
    view: { all: 'Todas', mine: 'Minhas', unassigned: 'Sem responsável' },
    count: (count: number) => (count === 1 ? '1 aberta' : `${count} abertas`),
    countAtLimit: (count: number) => `as ${count} mais recentes`,
    unread: (count: number) => (count === 1 ? '1 mensagem não lida' : `${count} mensagens não lidas`),
    mine: 'com você',
    generalSubject: 'Atendimento geral',
    with: (name: string) => `com ${name}`,
    unassigned: 'sem responsável',
    empty: {
      all: {
        title: 'Nenhuma conversa aberta',
        text: 'Quando alguém escrever pelo site, a conversa aparece aqui no mesmo instante.',
      },
      mine: {
        title: 'Nenhuma conversa com você',
        text: 'Ao responder ou assumir uma conversa sem responsável, ela passa a aparecer aqui.',
      },
      unassigned: {
        title: 'Tudo tem responsável',
        text: 'Conversas que ninguém assumiu aparecem aqui no mesmo instante.',
      },
    },
    // Lawyers see what they take part in and nothing else.
    own: {
      view: { all: 'Participo', mine: 'Minhas', unassigned: 'Sem responsável' },
      empty: {
        all: {
          title: 'Nenhuma conversa sua em aberto',
          text: 'As conversas que o atendimento passar para você aparecem aqui no mesmo instante.',
        },
        mine: {
          title: 'Nenhuma conversa com você',
          text: 'As conversas que o atendimento passar para você aparecem aqui no mesmo instante.',
        },
        unassigned: {
          title: 'Tudo tem responsável',
          text: 'Das conversas de que você participa, as que ninguém assumiu aparecem aqui.',
        },
      },
    },
    notMember: 'Você não participa desta conversa',
    notMemberText: 'Peça ao atendimento que a passe para você.',
    toList: 'Ver as conversas',
    assignment: 'Responsável pela conversa',
    take: 'Assumir',
    release: 'Deixar sem responsável',
    handOver: 'Passar para',
    assignFailed: 'Não foi possível mudar o responsável. Tente de novo.',
    assigneesFailed: 'Não foi possível carregar a equipe.',
    chooseTitle: 'Escolha uma conversa',
    chooseText: 'As mensagens aparecem aqui assim que chegam.',
    console: 'Console',
    signIn: 'Entrar de novo',
  },
  {
    pageTitle: 'Inbox',
    pageTitleUnread: (count) => `(${count}) Inbox`,
    title: 'Conversations',
    list: 'Open conversations',
    views: 'Which conversations to show',
    view: { all: 'All', mine: 'Mine', unassigned: 'Unassigned' },
    count: (count) => `${count} open`,
    countAtLimit: (count) => `the latest ${count}`,
    unread: (count) => (count === 1 ? '1 unread message' : `${count} unread messages`),
    mine: 'with you',
    generalSubject: 'General enquiry',
    with: (name) => `with ${name}`,
    unassigned: 'unassigned',
    empty: {
      all: {
        title: 'No open conversations',
        text: 'When someone writes through the site, the conversation appears here at once.',
      },
      mine: {
        title: 'No conversations with you',
        text: 'Answer or take an unassigned conversation, and it will appear here.',
      },
      unassigned: {
        title: 'Every conversation is assigned',
        text: 'Conversations that nobody has taken appear here at once.',
      },
    },
    own: {
      view: { all: 'Taking part', mine: 'Mine', unassigned: 'Unassigned' },
      empty: {
        all: {
          title: 'No open conversations of yours',
          text: 'Conversations that the front desk hands to you appear here at once.',
        },
        mine: {
          title: 'No conversations with you',
          text: 'Conversations that the front desk hands to you appear here at once.',
        },
        unassigned: {
          title: 'Every conversation is assigned',
          text: 'Of those you take part in, the ones that nobody has taken appear here.',
        },
      },
    },
    notMember: 'You do not take part in this conversation',
    notMemberText: 'Ask the front desk to hand it to you.',
    toList: 'See the conversations',
    assignment: 'Who the conversation is with',
    take: 'Take it',
    release: 'Leave unassigned',
    handOver: 'Hand over to',
    assignFailed: 'The assignment could not be changed. Try again.',
    assigneesFailed: 'The team could not be loaded.',
    chooseTitle: 'Choose a conversation',
    chooseText: 'Its messages appear here as they arrive.',
    console: 'Console',
    signIn: 'Sign in again',
  },
)
