import { defineTexts } from '#src/i18n/use-text.ts'

export const signInTexts = defineTexts(
  {
    pageTitle: 'Acesso da equipe',
    title: 'Acesso da equipe',
    devNotice: 'Acesso de desenvolvimento',
    devText:
      'Este servidor usa a base de dados embutida, com contas de exemplo e sem senha. Este acesso não existe em produção.',
    accounts: 'Contas',
    signInAs: (name: string) => `Entrar como ${name}`,
    roles: {
      attendant: 'Atendimento',
      lawyer: 'Advocacia',
      admin: 'Administração',
      visitor: 'Visitante',
      client: 'Cliente',
    },
    offTitle: 'O acesso não está configurado',
    offText: 'Este servidor ainda não tem uma forma de entrada para a equipe. Fale com quem o administra.',
    emptyTitle: 'Nenhuma conta da equipe',
    emptyText: 'A base de dados não tem contas da equipe. Rode a carga inicial de dados.',
    home: 'Ir para a página inicial',
  },
  {
    pageTitle: 'Staff access',
    title: 'Staff access',
    devNotice: 'Development sign-in',
    devText:
      'This server uses the embedded database, with sample accounts and no passwords. This sign-in does not exist in production.',
    accounts: 'Accounts',
    signInAs: (name) => `Sign in as ${name}`,
    roles: {
      attendant: 'Reception',
      lawyer: 'Lawyer',
      admin: 'Administration',
      visitor: 'Visitor',
      client: 'Client',
    },
    offTitle: 'Sign-in is not configured',
    offText: 'This server has no way for staff to sign in yet. Talk to whoever runs it.',
    emptyTitle: 'No staff accounts',
    emptyText: 'The database has no staff accounts. Run the seed.',
    home: 'Go to the home page',
  },
)
