import { defineTexts } from '#src/i18n/use-text.ts'

export const visitorAccountTexts = defineTexts(
  {
    offer: 'Confirme seu e-mail para voltar a esta conversa de qualquer aparelho.',
    open: 'Confirmar e-mail',
    later: 'Agora não',
    email: 'Seu e-mail',
    invalid: 'Este endereço de e-mail parece incompleto.',
    send: 'Enviar link',
    sent: (email: string) =>
      `Enviamos um link para ${email}. Ele vale por 10 minutos. Quem o abrir continua a conversa ali; nos outros aparelhos será preciso entrar de novo.`,
    again: 'Usar outro endereço',
    mailbox: 'Ver o e-mail no simulador',
    returnTitle: 'Já falou conosco?',
    returnText: 'Entre com o e-mail que você deixou e continue de onde parou.',
    returnLink: 'Entrar com meu e-mail',
  },
  {
    offer: 'Confirm your e-mail to come back to this conversation from any device.',
    open: 'Confirm e-mail',
    later: 'Not now',
    email: 'Your e-mail',
    invalid: 'This e-mail address looks incomplete.',
    send: 'Send link',
    sent: (email) =>
      `We have sent a link to ${email}. It is valid for 10 minutes. Whoever opens it goes on there; other devices will have to sign in again.`,
    again: 'Use another address',
    mailbox: 'See the e-mail in the simulator',
    returnTitle: 'Have we talked before?',
    returnText: 'Sign in with the e-mail you left and go on where you stopped.',
    returnLink: 'Sign in with my e-mail',
  },
)
