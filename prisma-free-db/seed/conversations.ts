import type { SeedConversation } from './shapes.ts'

export const conversations: readonly SeedConversation[] = [
  {
    visitor: { number: 101, role: 'visitor', name: 'Mariana Alves', email: 'mariana.alves@correio.example' },
    service: 'negativa-de-plano-de-saude',
    status: 'open',
    leadStatus: 'qualified',
    startedHoursAgo: 26,
    messages: [
      {
        afterMinutes: 0,
        body: 'Bom dia. O plano de saúde da minha mãe negou uma cirurgia de coluna que o médico pediu com urgência. O que posso fazer?',
      },
      {
        staff: 3,
        afterMinutes: 4,
        body: 'Bom dia, Mariana. Sinto muito por isso. A negativa veio por escrito? E o relatório médico menciona a urgência?',
      },
      {
        afterMinutes: 9,
        body: 'Veio por e-mail: dizem que o material pedido não está no rol da ANS. O relatório diz que há risco de perda de movimento na perna.',
      },
      {
        staff: 3,
        afterMinutes: 13,
        body: 'Estar fora do rol não encerra a questão: a lei admite exceções, com requisitos que o relatório precisa demonstrar. Com risco de sequela, cabe pedir uma decisão urgente.',
      },
      {
        staff: 3,
        afterMinutes: 14,
        body: 'Para avaliar hoje, preciso do e-mail da negativa, do relatório, da carteirinha e do contrato, se tiver.',
      },
      { afterMinutes: 31, body: 'Tenho tudo, menos o contrato. Ela tem o plano pela empresa onde se aposentou.' },
      {
        staff: 3,
        afterMinutes: 36,
        body: 'Sem problema, o contrato pode ser pedido à operadora. Podemos falar amanhã às 10h por vídeo, com a sua mãe?',
      },
      { afterMinutes: 52, body: 'Podemos, sim. Muito obrigada pela rapidez.' },
    ],
  },
  {
    visitor: { number: 102, role: 'visitor', name: 'João Pedro Ferreira', email: 'jp.ferreira@correio.example' },
    service: 'verbas-rescisorias',
    status: 'open',
    leadStatus: 'new',
    startedHoursAgo: 5,
    messages: [
      {
        afterMinutes: 0,
        body: 'Boa tarde, fui mandado embora sem justa causa há 14 dias e até agora não recebi nada. A empresa diz que vai parcelar.',
      },
      {
        staff: 6,
        afterMinutes: 3,
        body: 'Boa tarde, João Pedro. Sou o Lucas, do primeiro atendimento. O aviso prévio foi trabalhado ou indenizado? E a baixa na carteira digital já aparece?',
      },
      {
        afterMinutes: 11,
        body: 'Indenizado. A baixa aparece sim, com data do dia 9. Trabalhei lá três anos e dois meses.',
      },
      {
        staff: 6,
        afterMinutes: 15,
        body: 'O prazo para pagar é de dez dias contados do término do contrato; passado ele, a CLT prevê multa de um salário. Vou passar o caso ao Dr. Rodrigo com essas datas.',
      },
      { afterMinutes: 22, body: 'Certo. Posso mandar o extrato do FGTS por aqui?' },
    ],
  },
  {
    visitor: { number: 103, role: 'visitor', name: 'Sônia e Carlos Brandão', email: 'familia.brandao@correio.example' },
    service: 'distrato-e-atraso-de-obra',
    status: 'closed',
    leadStatus: 'won',
    startedHoursAgo: 24 * 12,
    messages: [
      {
        afterMinutes: 0,
        body: 'Olá! Compramos um apartamento na planta com entrega em março do ano passado e as chaves não saíram. Vale desistir ou esperar?',
      },
      {
        staff: 5,
        afterMinutes: 8,
        body: 'Olá! O contrato prevê tolerância? Em geral são 180 dias, e o atraso só conta depois disso.',
      },
      { afterMinutes: 20, body: 'Prevê os 180 dias, que já venceram há meses. Já pagamos quase 40% do valor.' },
      {
        staff: 5,
        afterMinutes: 26,
        body: 'Então há dois caminhos. Desfazer o negócio por culpa da construtora, com devolução integral do que pagaram e da multa do contrato, ou manter e cobrar indenização de 1% do valor pago por mês de atraso.',
      },
      { afterMinutes: 40, body: 'Queremos manter, o bairro é perto da escola das crianças. Como começamos?' },
      {
        staff: 5,
        afterMinutes: 47,
        body: 'Começamos com uma notificação à construtora, que às vezes já resolve. Preciso do contrato, dos comprovantes e das mensagens sobre a nova data.',
      },
      { afterMinutes: 95, body: 'Enviamos tudo por e-mail agora há pouco.' },
      {
        staff: 5,
        afterMinutes: 118,
        body: 'Recebido, obrigada. A proposta de honorários segue por e-mail ainda hoje.',
      },
      { afterMinutes: 1440, body: 'Assinamos a proposta. Obrigado pela clareza!' },
      {
        staff: 5,
        afterMinutes: 1452,
        body: 'Nós é que agradecemos a confiança. Seguimos por e-mail e encerro este atendimento. Se precisarem, é só chamar.',
      },
    ],
  },
  {
    visitor: { number: 104, role: 'visitor', name: 'Renata Okamoto', email: 'renata@atelieokamoto.example' },
    service: 'sociedade-e-acordo-de-socios',
    status: 'closed',
    leadStatus: 'lost',
    startedHoursAgo: 24 * 30,
    messages: [
      {
        afterMinutes: 0,
        body: 'Boa noite. Eu e uma amiga temos um ateliê há dois anos, só com contrato social padrão. Ela quer sair. Precisamos fechar a empresa?',
      },
      {
        staff: 4,
        afterMinutes: 12,
        body: 'Boa noite, Renata. Não é preciso fechar. A saída dela se faz por alteração do contrato social, com o pagamento da parte dela, e a sociedade limitada pode continuar com uma única sócia.',
      },
      { afterMinutes: 25, body: 'Que alívio. E como se calcula quanto ela recebe?' },
      {
        staff: 4,
        afterMinutes: 34,
        body: 'Se o contrato não diz outra coisa, por um balanço levantado na data da saída. Vocês também podem combinar um valor e um parcelamento, o que costuma ser melhor para o caixa.',
      },
      {
        afterMinutes: 58,
        body: 'Vamos conversar entre nós primeiro e, se precisar de um acordo por escrito, volto a procurar vocês.',
      },
      {
        staff: 4,
        afterMinutes: 63,
        body: 'Perfeito. Só não deixem de registrar a alteração na Junta Comercial: enquanto ela não consta, a responsabilidade perante terceiros continua.',
      },
    ],
  },
]
