import { defineTexts } from '#src/i18n/use-text.ts'

export const widgetTexts = defineTexts(
  {
    pageTitle: 'Conversa',
    close: 'Fechar',
    another: 'Nova conversa',
    back: 'Voltar à conversa',
    lead: 'Conte em poucas linhas o que aconteceu. Quem responde é uma pessoa da nossa equipe, aqui mesmo.',
    loading: 'Carregando',
    overTitle: 'A conversa continua em outro lugar',
    overText:
      'A sessão desta página terminou. Se você confirmou seu e-mail, a conversa continua onde abriu o link; se não, entre com ele em nosso site.',
    toSite: 'Abrir em nosso site',
    startAgain: 'Iniciar outra conversa aqui',
  },
  {
    pageTitle: 'Conversation',
    close: 'Close',
    another: 'New conversation',
    back: 'Back to the conversation',
    lead: 'Tell us in a few lines what happened. A person from our team answers, right here.',
    loading: 'Loading',
    overTitle: 'The conversation goes on elsewhere',
    overText:
      'The session of this page has ended. If you confirmed your e-mail, the conversation goes on where you opened the link; if not, sign in with it on our site.',
    toSite: 'Open on our site',
    startAgain: 'Start another conversation here',
  },
)
