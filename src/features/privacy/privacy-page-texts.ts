import { defineTexts } from '#src/i18n/use-text.ts'

export const privacyPageTexts = defineTexts(
  {
    pageDescription: 'Como o escritório trata os seus dados pessoais e como pedir uma cópia ou a exclusão deles.',
    title: 'Privacidade',
    lead: 'O que guardamos quando você fala com o escritório, por quê, por quanto tempo e o que você pode pedir (Lei nº 13.709/2018, LGPD).',
    sections: [
      {
        title: 'O que guardamos',
        text: 'Seu nome, o e-mail ou o telefone que você informar, as mensagens trocadas, os pagamentos solicitados e o registro de que você concordou com este tratamento.\n\nNão pedimos documentos no primeiro contato. Um cookie mantém você conectado à sua conversa; não há cookies de publicidade nem de terceiros.',
      },
      {
        title: 'Para quê',
        text: 'Para responder ao seu contato, preparar e executar o contrato que você venha a firmar e cumprir as obrigações legais do escritório. As conversas são protegidas pelo sigilo profissional e lidas apenas por quem atende o seu caso.\n\nUsamos prestadores para enviar e-mails, mensagens de WhatsApp e receber pagamentos. Eles recebem apenas o necessário para isso.',
      },
      {
        title: 'Por quanto tempo',
        text: 'Contatos que não resultam em contratação são apagados dois anos depois da última mensagem. Dados de clientes são guardados por dez anos depois do último contato, prazo em que direitos decorrentes do contrato podem ser exigidos.\n\nRegistros de conexão (o endereço IP e o navegador) são guardados por seis meses, como exige o Marco Civil da Internet, usados apenas para segurança e apagados em seguida.',
      },
      {
        title: 'O que você pode pedir',
        text: 'Uma cópia de tudo o que guardamos sobre você, a correção do que estiver errado e a exclusão dos seus dados. Na exclusão, apagamos o conteúdo; números, datas e valores permanecem para a contabilidade e a segurança, sem dizer quem você é.',
      },
    ],
    consentTitle: 'O texto com que você concorda',
    consentLead: (version: string) => `Versão de ${version}, mostrada no formulário de contato.`,
    correction: (email: string) => `Para corrigir algo, escreva para ${email} e diga o que está errado.`,
    contact: (email: string) => `Encarregado pelos dados pessoais: ${email}`,
  },
  {
    pageDescription: 'How the firm treats your personal data, and how to ask for a copy or for its erasure.',
    title: 'Privacy',
    lead: 'What we keep when you write to the firm, why, for how long, and what you may ask for (Brazilian law 13.709/2018, LGPD).',
    sections: [
      {
        title: 'What we keep',
        text: 'Your name, the e-mail or telephone number that you give, the messages exchanged, payments that were asked for, and the record that you agreed to this.\n\nWe ask for no documents at first contact. A cookie keeps you connected to your conversation; there are no advertising or third-party cookies.',
      },
      {
        title: 'What for',
        text: 'To answer you, to prepare and perform a contract that you may sign, and to meet the firm’s legal duties. Conversations are protected by professional secrecy and read only by those who attend to your case.\n\nProviders send our e-mails and WhatsApp messages and take payments. They get only what that needs.',
      },
      {
        title: 'For how long',
        text: 'Enquiries that lead to no contract are erased two years after the last message. Data of clients is kept for ten years after the last contact, for as long as claims from the contract can be made.\n\nConnection records (the IP address and the browser) are kept for six months, as Brazilian law requires, used for security alone, and erased then.',
      },
      {
        title: 'What you may ask for',
        text: 'A copy of all that we keep of you, the correction of what is wrong, and the erasure of your data. Erasing removes content; numbers, dates and amounts stay for accounting and security, without telling who you are.',
      },
    ],
    consentTitle: 'The text that you agree to',
    consentLead: (version) => `Version of ${version}, shown in the contact form.`,
    correction: (email) => `To have something corrected, write to ${email} and say what is wrong.`,
    contact: (email) => `Data protection officer: ${email}`,
  },
)
