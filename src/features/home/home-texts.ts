import { defineTexts } from '#src/i18n/use-text.ts'

export const homeTexts = defineTexts(
  {
    headline: 'Direito explicado com clareza, por quem cuida do caso.',
    intro: (firm: string) =>
      `O escritório ${firm} orienta e representa pessoas e empresas em cinco áreas. Escreva o que aconteceu: quem lê e responde é a nossa equipe.`,
    description: (firm: string) =>
      `${firm}: advocacia em família e sucessões, trabalhista, consumidor, imobiliário e empresarial. Converse com a equipe pelo site.`,
    areas: 'Áreas de atuação',
    panelTitle: 'Conte o que aconteceu',
    panelLabel: 'Sua mensagem',
    panelPlaceholder: 'Por exemplo: recebi uma notificação do proprietário e não sei que prazo tenho.',
    panelSubmit: 'Iniciar a conversa',
    panelNote: 'Suas mensagens são protegidas pelo sigilo profissional.',
    howTitle: 'Como atendemos',
    steps: [
      {
        title: 'Você escreve',
        text: 'Conte a situação com as suas palavras. Não é preciso conhecer os termos jurídicos nem ter todos os documentos.',
      },
      {
        title: 'A equipe lê e pergunta',
        text: 'Alguém da área lê o relato, pergunta o que falta saber e indica os documentos que importam.',
      },
      {
        title: 'Você decide informado',
        text: 'Antes de qualquer contratação, explicamos os caminhos, os riscos, os prazos e os honorários.',
      },
    ],
    closingTitle: 'Sua situação não está na lista?',
    closingText: 'Escreva mesmo assim. Se a matéria não for da nossa atuação, dizemos isso logo no começo.',
    closingAction: 'Falar com o escritório',
  },
  {
    headline: 'The law, explained plainly by the people who handle your case.',
    intro: (firm: string) =>
      `${firm} advises and represents people and companies in five practice areas. Tell us what happened: our own team reads it and answers.`,
    description: (firm: string) =>
      `${firm}: attorneys in Brazil for family and succession, employment, consumer, real estate and business law. Talk to the team on this site.`,
    areas: 'Practice areas',
    panelTitle: 'Tell us what happened',
    panelLabel: 'Your message',
    panelPlaceholder: 'For example: my landlord sent me a notice and I do not know how long I have to respond.',
    panelSubmit: 'Start the conversation',
    panelNote: 'Your messages are protected by professional secrecy.',
    howTitle: 'How we work',
    steps: [
      {
        title: 'You write',
        text: 'Describe the situation in your own words. You need neither the legal terms nor all the documents.',
      },
      {
        title: 'The team reads and asks',
        text: 'Someone from the practice area reads your account, asks what is missing and names the documents that matter.',
      },
      {
        title: 'You decide, informed',
        text: 'Before you engage us, we explain the options, the risks, the time limits and the fees.',
      },
    ],
    closingTitle: 'Is your situation not on the list?',
    closingText: 'Write to us anyway. If it is outside our practice, we say so at the start.',
    closingAction: 'Write to the firm',
  },
)
