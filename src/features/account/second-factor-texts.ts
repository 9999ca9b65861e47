import { defineTexts } from '#src/i18n/use-text.ts'

export const secondFactorTexts = defineTexts(
  {
    title: 'Verificação em duas etapas',
    lead: 'Além do link por e-mail, o acesso passa a pedir um código do seu celular. Quem conseguir abrir sua caixa de e-mail ainda assim não entra.',
    off: 'Desativada.',
    on: (date: string) => `Ativada em ${date}.`,
    left: (count: number) =>
      count === 0
        ? 'Não resta nenhum código de recuperação.'
        : count === 1
          ? 'Resta 1 código de recuperação.'
          : `Restam ${count} códigos de recuperação.`,
    begin: 'Ativar',
    scan: 'Leia este código QR com um aplicativo autenticador (Google Authenticator, Microsoft Authenticator, 1Password…) e digite abaixo o código de 6 dígitos que ele mostra. Os outros aparelhos em que você entrou serão desconectados.',
    qr: 'Código QR para o aplicativo autenticador',
    orType: 'Não consegue ler? Digite esta chave no aplicativo:',
    code: 'Código do aplicativo',
    codeOrRecovery: 'Código do aplicativo ou de recuperação',
    confirm: 'Confirmar',
    cancel: 'Cancelar',
    wrongCode: 'O código não confere, ou já foi usado. Espere o próximo e tente de novo.',
    codesTitle: 'Guarde seus códigos de recuperação',
    codesLead: 'Se perder o celular, cada um deles abre sua conta uma única vez. Eles não serão mostrados de novo.',
    copy: 'Copiar',
    copied: 'Copiado',
    kept: 'Já guardei',
    renew: 'Gerar novos códigos de recuperação',
    renewLead: 'Os anteriores deixam de valer.',
    disable: 'Desativar',
    disableLead: 'O acesso volta a pedir só o link por e-mail, e os outros aparelhos são desconectados.',
    alreadyOn: 'A verificação já está ativada nesta conta.',
  },
  {
    title: 'Two-step verification',
    lead: 'Beside the mailed link, signing in asks for a code of your phone. Whoever gets into your mailbox still does not get in here.',
    off: 'Off.',
    on: (date) => `On since ${date}.`,
    left: (count) =>
      count === 0
        ? 'No recovery code is left.'
        : count === 1
          ? '1 recovery code is left.'
          : `${count} recovery codes are left.`,
    begin: 'Switch on',
    scan: 'Scan this QR code with an authenticator app (Google Authenticator, Microsoft Authenticator, 1Password…) and type the 6-digit code that it shows below. Other devices that you are signed in on are signed out.',
    qr: 'QR code for the authenticator app',
    orType: 'You cannot scan it? Type this key into the app:',
    code: 'Code of the app',
    codeOrRecovery: 'Code of the app, or a recovery code',
    confirm: 'Confirm',
    cancel: 'Cancel',
    wrongCode: 'The code is not right, or was used already. Wait for the next one and try again.',
    codesTitle: 'Keep your recovery codes',
    codesLead: 'If you lose your phone, each of them opens your account once. They are not shown again.',
    copy: 'Copy',
    copied: 'Copied',
    kept: 'I have kept them',
    renew: 'Make new recovery codes',
    renewLead: 'Those before stop working.',
    disable: 'Switch off',
    disableLead: 'Signing in asks for the mailed link only, as before, and other devices are signed out.',
    alreadyOn: 'The verification is on already for this account.',
  },
)
