import type { SeedService } from './shapes.ts'

export const consumidor: readonly SeedService[] = [
  {
    slug: 'negativa-de-plano-de-saude',
    priceFromCents: null,
    pt: {
      name: 'Negativa de plano de saúde',
      summary:
        'Atuação urgente contra a recusa de cirurgia, exame, medicamento, terapia ou internação pela operadora do plano.',
      paragraphs: [
        'Quando o plano recusa um procedimento, o beneficiário tem direito à justificativa por escrito, com a cláusula ou a norma em que a operadora se apoia. Esse documento é a base de qualquer medida, seja a reclamação na ANS, seja o pedido na Justiça.',
        'O fato de um tratamento não constar do rol da ANS não encerra a discussão. A Lei 14.454/2022 admite a cobertura fora da lista, e o Supremo Tribunal Federal, ao julgar a ADI 7.265, definiu os requisitos: entre eles, prescrição do médico assistente, falta de alternativa adequada no rol, comprovação científica e registro na Anvisa.',
        'Em casos de risco, pedimos tutela de urgência (art. 300 do CPC) para que o juiz determine a cobertura logo no início, sob pena de multa diária. O relatório médico é decisivo: orientamos o profissional sobre as informações que ele precisa conter.',
      ],
      includes: [
        'Leitura do contrato, da negativa e do relatório médico no mesmo dia, em casos urgentes',
        'Reclamação na ANS, quando ela pode resolver mais rápido',
        'Pedido de tutela de urgência, inclusive em plantão judicial',
        'Pedido de reembolso de despesas e de indenização, quando cabível',
      ],
      documents: [
        'Negativa por escrito ou número do protocolo',
        'Relatório médico com diagnóstico, urgência e justificativa do tratamento',
        'Carteirinha, RG e CPF do beneficiário',
        'Contrato do plano e últimos comprovantes de pagamento',
        'Exames que apoiam o pedido',
      ],
      questions: [
        {
          question: 'Quanto tempo leva uma decisão urgente?',
          answer:
            'Pedidos bem documentados costumam ser examinados em 24 a 72 horas. Em risco de vida, há plantão à noite e nos fins de semana.',
        },
        {
          question: 'O plano pode alegar carência em uma emergência?',
          answer:
            'Em urgência e emergência a carência máxima é de 24 horas a partir da contratação (art. 12, V, c, da Lei 9.656/1998).',
        },
        {
          question: 'Posso ser punido por processar o plano?',
          answer:
            'Não. O contrato individual só pode ser cancelado por fraude ou por falta de pagamento, com aviso prévio, e nunca durante uma internação.',
        },
      ],
      durationText: 'Decisão urgente em 1 a 3 dias; processo completo em 8 a 18 meses',
    },
    en: {
      name: 'Denied health-plan coverage',
      summary: 'Urgent action when a health plan refuses surgery, tests, medicines, therapy or hospital admission.',
      paragraphs: [
        'When a plan refuses a procedure, the member is entitled to the reason in writing, with the clause or rule that the operator relies on. That document is the basis of any step, whether a complaint to the regulator (ANS) or a request in court.',
        'That a treatment is missing from the ANS list does not end the discussion. Law 14,454/2022 allows coverage outside it, and the Supreme Court, in case ADI 7,265, set the requirements: among them, a prescription by the attending doctor, no suitable alternative on the list, scientific evidence and registration with Anvisa.',
        'Where there is risk, we ask for urgent relief (art. 300 of the Code of Civil Procedure) so that the judge orders coverage at the outset, under a daily fine. The medical report is decisive: we tell the doctor which information it must contain.',
      ],
      includes: [
        'Contract, refusal and medical report read on the same day in urgent cases',
        'Complaint to the ANS, where that may be faster',
        'Request for urgent relief, including to the duty judge',
        'Claim for reimbursement and compensation, where appropriate',
      ],
      documents: [
        'The refusal in writing, or its reference number',
        'Medical report with diagnosis, urgency and reason for the treatment',
        'Member card, identity card and CPF',
        'Plan contract and latest proof of payment',
        'Test results that support the request',
      ],
      questions: [
        {
          question: 'How long does an urgent decision take?',
          answer:
            'Well-documented requests are usually examined in 24 to 72 hours. Where life is at risk, a duty judge sits at night and at weekends.',
        },
        {
          question: 'May the plan invoke a waiting period in an emergency?',
          answer:
            'For urgent and emergency care the longest waiting period is 24 hours from the contract (art. 12, V, c, of Law 9,656/1998).',
        },
        {
          question: 'Can I be punished for suing the plan?',
          answer:
            'No. An individual contract may only be cancelled for fraud or non-payment, with prior notice, and never during a hospital stay.',
        },
      ],
      durationText: 'Urgent decision in 1 to 3 days; full case in 8 to 18 months',
    },
  },
  {
    slug: 'nome-negativado-indevidamente',
    priceFromCents: null,
    pt: {
      name: 'Nome negativado indevidamente',
      summary:
        'Retirada do nome de cadastros como SPC e Serasa e reparação por cobrança de dívida paga, prescrita ou desconhecida.',
      paragraphs: [
        'Antes de incluir alguém em um cadastro de inadimplentes, o órgão que o mantém deve avisar a pessoa (Súmula 359 do STJ). A anotação pode ficar por no máximo cinco anos e precisa ser retirada em até cinco dias úteis depois do pagamento integral (Súmula 548 do STJ).',
        'Quando a dívida não existe, já foi paga ou nasceu de uma fraude, a inscrição é indevida e, em regra, o dano moral é presumido. A exceção importante está na Súmula 385 do STJ: se já havia outra anotação legítima, cabe o cancelamento, mas não a indenização.',
        'Consultamos os cadastros, pedimos à empresa a prova da contratação e, se for o caso, requeremos ao juiz a retirada imediata. Também atuamos contra empréstimos consignados não contratados e contas abertas com documentos furtados.',
      ],
      includes: [
        'Consulta e leitura dos registros em seu nome',
        'Notificação à empresa credora e ao cadastro',
        'Pedido liminar de retirada da anotação',
        'Ação de inexistência de dívida e indenização',
      ],
      documents: [
        'RG, CPF e comprovante de residência',
        'Extrato do SPC, da Serasa ou do Registrato do Banco Central',
        'Comprovante de pagamento da dívida, se houve',
        'Cartas, mensagens e protocolos de atendimento',
        'Boletim de ocorrência, em caso de fraude',
      ],
      questions: [
        {
          question: 'A dívida prescrita ainda pode ser cobrada?',
          answer:
            'Ela não pode manter o nome negativado depois de cinco anos. A cobrança fora da Justiça é tema em definição nos tribunais superiores, e avaliamos caso a caso.',
        },
        {
          question: 'Preciso de advogado no juizado?',
          answer:
            'Até 20 salários mínimos, não é obrigatório em primeiro grau. Ainda assim, o pedido bem instruído evita a extinção e prepara um eventual recurso.',
        },
        {
          question: 'Quanto se recebe de indenização?',
          answer:
            'O valor depende das circunstâncias e do tribunal. Ninguém pode prometer uma quantia, mas mostramos decisões recentes de casos parecidos.',
        },
      ],
      durationText: 'Liminar em poucos dias; sentença em 4 a 10 meses',
    },
    en: {
      name: 'Wrongful credit blacklisting',
      summary:
        'Removal from credit registers such as SPC and Serasa, and redress for debts already paid, time-barred or unknown.',
      paragraphs: [
        'Before listing someone as a defaulter, the register must give notice (Precedent 359 of the Superior Court of Justice). The entry may stay for no more than five years and must be removed within five working days of full payment (Precedent 548).',
        'When the debt does not exist, was paid or came from fraud, the entry is wrongful and, as a rule, moral damage is presumed. The important exception is Precedent 385: if another, legitimate entry was already there, the wrong one is cancelled but no compensation is due.',
        'We search the registers, ask the company to prove the contract and, where needed, ask the judge for immediate removal. We also act against payroll loans that were never taken out and accounts opened with stolen documents.',
      ],
      includes: [
        'Search and reading of the records in your name',
        'Notice to the creditor and to the register',
        'Request for interim removal of the entry',
        'Lawsuit to declare that there is no debt, with compensation',
      ],
      documents: [
        'Identity card, CPF and proof of address',
        'Statement from SPC, Serasa or the Central Bank’s Registrato',
        'Proof that the debt was paid, if it was',
        'Letters, messages and service reference numbers',
        'Police report, in case of fraud',
      ],
      questions: [
        {
          question: 'May a time-barred debt still be collected?',
          answer:
            'It may not keep your name listed after five years. Collection outside the courts is being settled by the higher courts, and we assess it case by case.',
        },
        {
          question: 'Do I need a lawyer in the small claims court?',
          answer:
            'Up to 20 minimum wages it is not mandatory at first instance. Still, a well-prepared claim avoids dismissal and prepares for an appeal.',
        },
        {
          question: 'How much is the compensation?',
          answer:
            'It depends on the circumstances and the court. Nobody may promise an amount, but we show recent decisions in similar cases.',
        },
      ],
      durationText: 'Interim order within days; judgment in 4 to 10 months',
    },
  },
  {
    slug: 'atraso-e-cancelamento-de-voo',
    priceFromCents: null,
    pt: {
      name: 'Atraso e cancelamento de voo',
      summary: 'Direitos de quem sofreu atraso, cancelamento, preterição de embarque ou extravio de bagagem.',
      paragraphs: [
        'A Resolução 400/2016 da ANAC define o que a companhia deve oferecer no aeroporto: meios de comunicação a partir de uma hora de espera, alimentação a partir de duas e, a partir de quatro, acomodação ou hospedagem e a escolha entre reacomodação, reembolso integral ou outro meio de transporte.',
        'Mudanças programadas devem ser avisadas com 72 horas de antecedência. Na preterição, quando o passageiro é impedido de embarcar em voo lotado, há compensação imediata de 250 DES em voo doméstico e de 500 DES em voo internacional, além da assistência.',
        'Nem todo atraso gera indenização por dano moral: os tribunais pedem prova do prejuízo concreto, como compromisso perdido, noite no aeroporto ou falta de assistência. Analisamos o seu caso com franqueza antes de propor qualquer medida e tentamos primeiro o acordo com a companhia.',
      ],
      includes: [
        'Análise do bilhete, dos horários e da assistência prestada',
        'Reclamação formal à companhia e no consumidor.gov.br',
        'Proposta de acordo documentada',
        'Ação no juizado especial, com acompanhamento da audiência',
      ],
      documents: [
        'Bilhetes e cartões de embarque',
        'Declaração de atraso ou cancelamento, pedida no balcão',
        'Fotos do painel e mensagens da companhia',
        'Recibos de alimentação, hotel e transporte',
        'Relatório de irregularidade de bagagem (RIB), se for o caso',
      ],
      questions: [
        {
          question: 'Qual é o prazo para reclamar?',
          answer:
            'Em voos domésticos, cinco anos. Em voos internacionais, a Convenção de Montreal limita a dois anos o pedido de danos materiais.',
        },
        {
          question: 'E se a causa foi o mau tempo?',
          answer:
            'A companhia pode não responder pela indenização, mas continua obrigada a dar assistência e a reacomodar ou reembolsar.',
        },
        {
          question: 'Minha bagagem não chegou. O que faço?',
          answer:
            'Registre o RIB antes de sair do aeroporto. A companhia tem até 7 dias em voo doméstico e 21 em voo internacional para localizar a mala.',
        },
      ],
      durationText: 'Acordo em 30 dias; juizado em 4 a 8 meses',
    },
    en: {
      name: 'Delayed and cancelled flights',
      summary: 'Passengers’ rights after a delay, cancellation, denied boarding or lost baggage.',
      paragraphs: [
        'ANAC Resolution 400/2016 says what the airline must offer at the airport: means of communication after one hour of waiting, food after two and, after four, accommodation and the choice between re-routing, full refund or another means of transport.',
        'Scheduled changes must be announced 72 hours ahead. In denied boarding, when a passenger is kept off a full flight, there is immediate compensation of 250 SDR on domestic and 500 SDR on international flights, besides assistance.',
        'Not every delay leads to moral damages: courts ask for proof of actual harm, such as a missed commitment, a night at the airport or lack of assistance. We assess your case frankly before proposing any step, and first try to settle with the airline.',
      ],
      includes: [
        'Review of the ticket, the times and the assistance given',
        'Formal complaint to the airline and on consumidor.gov.br',
        'A documented settlement proposal',
        'Small claims lawsuit, with support at the hearing',
      ],
      documents: [
        'Tickets and boarding passes',
        'Statement of delay or cancellation, requested at the counter',
        'Photos of the departures board and messages from the airline',
        'Receipts for food, hotel and transport',
        'Property irregularity report (RIB), if applicable',
      ],
      questions: [
        {
          question: 'How long do I have to claim?',
          answer:
            'Five years for domestic flights. For international flights, the Montreal Convention limits claims for material damage to two years.',
        },
        {
          question: 'What if the cause was bad weather?',
          answer: 'The airline may not owe compensation, but it must still give assistance and re-route or refund.',
        },
        {
          question: 'My baggage did not arrive. What should I do?',
          answer:
            'File the irregularity report before leaving the airport. The airline has up to 7 days on domestic and 21 on international flights to find the bag.',
        },
      ],
      durationText: 'Settlement in 30 days; small claims court in 4 to 8 months',
    },
  },
]
