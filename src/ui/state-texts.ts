import { defineTexts } from '#src/i18n/use-text.ts'

export const stateTexts = defineTexts(
  {
    failed: 'Não foi possível carregar',
    failedText: 'Verifique a conexão e tente de novo.',
    retry: 'Tentar de novo',
    home: 'Ir para a página inicial',
    write: 'Falar com o escritório',
    loading: 'Carregando',
    notFound: 'Esta página não existe',
    notFoundText: 'O endereço pode ter mudado ou conter um erro de digitação.',
    crashed: 'Algo deu errado do nosso lado',
    crashedText: 'A falha foi registrada. Tente de novo; se continuar, escreva ou telefone para o escritório.',
    unavailable: 'Esta página não abriu agora',
    unavailableText:
      'Nossos dados não responderam; em geral isso dura poucos instantes. Se for urgente, telefone para o escritório.',
    busy: 'Muitos acessos em pouco tempo',
    busyText: (seconds: number) =>
      `Para proteger o serviço, limitamos o número de páginas por minuto. Tente de novo em ${seconds} s.`,
  },
  {
    failed: 'This could not be loaded',
    failedText: 'Check your connection and try again.',
    retry: 'Try again',
    home: 'Go to the home page',
    write: 'Write to the firm',
    loading: 'Loading',
    notFound: 'This page does not exist',
    notFoundText: 'The address may have changed, or it may contain a typing mistake.',
    crashed: 'Something went wrong on our side',
    crashedText: 'The fault has been recorded. Try again; if it persists, write to the firm or call us.',
    unavailable: 'This page could not be opened just now',
    unavailableText: 'Our data did not answer; this usually lasts only a few moments. If it is urgent, call the firm.',
    busy: 'Too many visits in a short time',
    busyText: (seconds: number) =>
      `To protect the service we limit the number of pages per minute. Try again in ${seconds} s.`,
  },
)
