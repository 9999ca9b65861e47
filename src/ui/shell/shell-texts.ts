import { defineTexts } from '#src/i18n/use-text.ts'

export const shellTexts = defineTexts(
  {
    skip: 'Ir para o conteúdo',
    areas: 'Áreas de atuação',
    how: 'Como atendemos',
    team: 'Equipe',
    talk: 'Falar com o escritório',
    talkShort: 'Conversar',
    menu: 'Menu',
    mainNavigation: 'Navegação principal',
    language: 'Idioma',
    colorScheme: 'Alternar entre tema claro e escuro',
    contact: 'Contato',
    staff: 'Acesso da equipe',
    privacy: 'Privacidade',
    notice:
      'O conteúdo deste site é informativo e não substitui a análise do caso concreto. As conversas são protegidas pelo sigilo profissional.',
    lawFirm: 'Advocacia',
  },
  {
    skip: 'Skip to content',
    areas: 'Practice areas',
    how: 'How we work',
    team: 'Team',
    talk: 'Write to the firm',
    talkShort: 'Write to us',
    menu: 'Menu',
    mainNavigation: 'Main navigation',
    language: 'Language',
    colorScheme: 'Switch between light and dark theme',
    contact: 'Contact',
    staff: 'Staff access',
    privacy: 'Privacy',
    notice:
      'The content of this site is for information and does not replace advice on a specific case. Conversations are protected by professional secrecy.',
    lawFirm: 'Attorneys at law',
  },
)
