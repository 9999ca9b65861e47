import { defineTexts } from '#src/i18n/use-text.ts'

export const accountMenuTexts = defineTexts(
  {
    label: (name: string) => `Sua conta: ${name}`,
    account: 'Minha conta',
    signOut: 'Sair',
    signOutFailed: 'Não foi possível sair. Tente de novo.',
    unsent: (count: number) =>
      count === 1
        ? 'Há uma mensagem que ainda não foi enviada. Se você sair agora, ela será descartada.'
        : `Há ${count} mensagens que ainda não foram enviadas. Se você sair agora, elas serão descartadas.`,
    stay: 'Ficar',
    leaveAnyway: 'Sair e descartar',
  },
  {
    label: (name) => `Your account: ${name}`,
    account: 'My account',
    signOut: 'Sign out',
    signOutFailed: 'Signing out failed. Try again.',
    unsent: (count) =>
      count === 1
        ? 'One message has not been sent yet. If you sign out now, it is discarded.'
        : `${count} messages have not been sent yet. If you sign out now, they are discarded.`,
    stay: 'Stay',
    leaveAnyway: 'Sign out and discard',
  },
)
