import type { SeedService } from './shapes.ts'

export const familia: readonly SeedService[] = [
  {
    slug: 'divorcio-consensual',
    priceFromCents: null,
    pt: {
      name: 'Divórcio consensual',
      summary:
        'Encerramento do casamento por acordo, em cartório ou na Justiça, com partilha, guarda e convivência bem definidas.',
      paragraphs: [
        'Desde a Emenda Constitucional 66/2010, o divórcio não depende de prazo nem de separação anterior. Quando o casal está de acordo, ele pode ser feito por escritura pública em qualquer cartório de notas, com a presença obrigatória de advogado, e tem efeito imediato sobre o estado civil.',
        'Havendo filhos menores ou incapazes, a escritura só é possível depois que guarda, convivência e alimentos tenham sido resolvidos na Justiça, conforme a Resolução 571/2024 do CNJ. Nos demais casos, homologamos o acordo completo perante o juiz, com a participação do Ministério Público.',
        'Nosso trabalho é traduzir o que o casal decidiu em cláusulas claras: divisão dos bens e das dívidas, uso do sobrenome, pensão, férias escolares e despesas extraordinárias. Um acordo bem escrito evita o segundo processo.',
      ],
      includes: [
        'Reunião conjunta ou separada com cada cônjuge',
        'Levantamento e avaliação dos bens comuns conforme o regime de bens',
        'Minuta do acordo, com plano de convivência quando há filhos',
        'Acompanhamento no cartório ou no processo até a averbação',
      ],
      documents: [
        'Certidão de casamento atualizada (emitida há menos de 90 dias)',
        'RG, CPF e comprovante de residência de ambos',
        'Certidão de nascimento dos filhos, se houver',
        'Documentos dos bens: matrículas, CRLV, extratos e contratos',
        'Pacto antenupcial, se houver',
      ],
      questions: [
        {
          question: 'Um advogado pode representar os dois?',
          answer:
            'Sim, quando há acordo sobre tudo. Se surgir conflito de interesses, cada um passa a ter o seu próprio advogado.',
        },
        {
          question: 'Preciso partilhar os bens no mesmo momento?',
          answer:
            'Não. O divórcio pode ser decretado antes e a partilha feita depois (art. 1.581 do Código Civil), embora resolver tudo junto costume sair mais barato.',
        },
        {
          question: 'E se um de nós mora no exterior?',
          answer:
            'A escritura pode ser assinada por procurador com poderes específicos ou por videoconferência, na plataforma e-Notariado.',
        },
      ],
      durationText: '2 a 4 semanas em cartório; 2 a 4 meses na Justiça',
    },
    en: {
      name: 'Uncontested divorce',
      summary:
        'Ending a marriage by agreement, at a notary or in court, with property, custody and visiting time clearly settled.',
      paragraphs: [
        'Since Constitutional Amendment 66/2010, divorce in Brazil requires no waiting period and no prior separation. When the couple agrees, it can be done by public deed at any notary, with a lawyer present by law, and it changes the civil status at once.',
        'Where there are minor or incapacitated children, the deed is only possible after custody, visiting time and child support have been settled in court, under Resolution 571/2024 of the National Council of Justice. In other cases we have the full agreement approved by the judge, with the Public Prosecutor taking part.',
        'Our work is to turn what the couple decided into clear clauses: division of assets and debts, surname, support, school holidays and extraordinary expenses. A well-written agreement avoids the second lawsuit.',
      ],
      includes: [
        'A joint meeting, or one with each spouse',
        'Survey and valuation of common assets under the property regime',
        'Draft agreement, with a parenting plan when there are children',
        'Support at the notary or in court until registration',
      ],
      documents: [
        'Updated marriage certificate (issued less than 90 days ago)',
        'Identity card, CPF and proof of address of both spouses',
        'Children’s birth certificates, if any',
        'Documents of the assets: title records, vehicle papers, statements and contracts',
        'Prenuptial agreement, if any',
      ],
      questions: [
        {
          question: 'Can one lawyer represent both of us?',
          answer:
            'Yes, when you agree on everything. If a conflict of interest arises, each of you will have your own lawyer.',
        },
        {
          question: 'Do we have to divide the assets at the same time?',
          answer:
            'No. The divorce may come first and the division later (art. 1,581 of the Civil Code), although settling everything together usually costs less.',
        },
        {
          question: 'What if one of us lives abroad?',
          answer:
            'The deed can be signed by a proxy with specific powers or by video conference on the e-Notariado platform.',
        },
      ],
      durationText: '2 to 4 weeks at a notary; 2 to 4 months in court',
    },
  },
  {
    slug: 'pensao-alimenticia',
    priceFromCents: null,
    pt: {
      name: 'Pensão alimentícia',
      summary: 'Fixação, revisão, exoneração e cobrança de alimentos para filhos, ex-cônjuges e outros parentes.',
      paragraphs: [
        'O valor dos alimentos nasce do equilíbrio entre a necessidade de quem recebe e a possibilidade de quem paga (art. 1.694, § 1º, do Código Civil). Não existe percentual fixo em lei: os conhecidos 20% ou 30% são apenas referências que os juízes usam conforme a renda e o número de filhos.',
        'Quando a situação muda, como desemprego, novo emprego, doença ou outro filho, qualquer das partes pode pedir a revisão. A maioridade do filho não encerra a pensão sozinha: o cancelamento depende de decisão judicial, com direito de defesa (Súmula 358 do STJ).',
        'Se o pagamento não vem, a lei oferece dois caminhos. As três últimas parcelas antes do pedido, e as que vencerem no curso do processo, podem ser cobradas sob pena de prisão civil de um a três meses (art. 528 do CPC). As mais antigas são cobradas com penhora de salário, contas e bens.',
      ],
      includes: [
        'Planilha das despesas do filho e da capacidade de quem paga',
        'Pedido de alimentos provisórios logo no início da ação',
        'Tentativa de acordo antes ou durante o processo',
        'Cobrança das parcelas atrasadas, com desconto em folha quando possível',
      ],
      documents: [
        'Certidão de nascimento de quem pede os alimentos',
        'RG, CPF e comprovante de residência do responsável',
        'Comprovantes de despesas: escola, saúde, moradia, transporte',
        'O que se souber da renda do outro: empresa, profissão, bens',
        'Decisão ou acordo anterior, se houver',
      ],
      questions: [
        {
          question: 'A partir de quando a pensão é devida?',
          answer:
            'Os alimentos definitivos retroagem à data da citação. Por isso convém entrar com o pedido sem demora e pedir alimentos provisórios.',
        },
        {
          question: 'Quem está desempregado precisa pagar?',
          answer:
            'Sim. O desemprego permite pedir a redução do valor, mas não suspende a obrigação enquanto o juiz não decidir.',
        },
        {
          question: 'Os avós podem ser chamados a pagar?',
          answer:
            'Sim, de forma complementar e subsidiária, quando os pais não conseguem suprir tudo (Súmula 596 do STJ).',
        },
      ],
      durationText: 'Alimentos provisórios em poucos dias; sentença em 6 a 12 meses',
    },
    en: {
      name: 'Child and spousal support',
      summary: 'Setting, reviewing, ending and collecting support for children, former spouses and other relatives.',
      paragraphs: [
        'The amount balances the needs of the person who receives and the means of the person who pays (art. 1,694 of the Civil Code). No fixed percentage is written in law: the familiar 20% or 30% are only references that judges use according to income and number of children.',
        'When circumstances change, such as job loss, a new job, illness or another child, either side may ask for a review. Coming of age does not end support by itself: it takes a court decision, with the right to be heard (Precedent 358 of the Superior Court of Justice).',
        'If payment does not come, the law offers two paths. The last three instalments before the request, and those that fall due during the case, may be enforced under penalty of civil imprisonment from one to three months (art. 528 of the Code of Civil Procedure). Older ones are collected by attaching wages, accounts and assets.',
      ],
      includes: [
        'A statement of the child’s expenses and of the payer’s means',
        'Request for provisional support at the start of the case',
        'An attempt to settle before or during the case',
        'Collection of overdue instalments, by payroll deduction where possible',
      ],
      documents: [
        'Birth certificate of the person who needs support',
        'Identity card, CPF and proof of address of the guardian',
        'Proof of expenses: school, health, housing, transport',
        'What is known of the other side’s income: employer, profession, assets',
        'Earlier decision or agreement, if any',
      ],
      questions: [
        {
          question: 'From when is support owed?',
          answer:
            'Final support goes back to the date the other side was served. That is why it pays to file without delay and to ask for provisional support.',
        },
        {
          question: 'Does someone who is unemployed have to pay?',
          answer:
            'Yes. Unemployment allows a request to reduce the amount, but does not suspend the duty until the judge decides.',
        },
        {
          question: 'Can grandparents be asked to pay?',
          answer:
            'Yes, as a complement and only where the parents cannot cover everything (Precedent 596 of the Superior Court of Justice).',
        },
      ],
      durationText: 'Provisional support within days; judgment in 6 to 12 months',
    },
  },
  {
    slug: 'inventario-e-partilha',
    priceFromCents: null,
    pt: {
      name: 'Inventário e partilha',
      summary:
        'Transmissão dos bens de quem faleceu aos herdeiros, em cartório ou na Justiça, com cálculo do imposto e da partilha.',
      paragraphs: [
        'O inventário deve ser aberto em até dois meses do falecimento (art. 611 do CPC). O atraso não faz perder a herança, mas em muitos estados acrescenta multa ao imposto de transmissão, o ITCMD. Enquanto ele não termina, os bens não podem ser vendidos sem autorização.',
        'Quando os herdeiros estão de acordo, o inventário pode ser feito por escritura pública, com advogado. Desde a Resolução 571/2024 do CNJ, isso vale também quando há testamento já registrado em juízo com autorização para a via do cartório e, com parecer favorável do Ministério Público, quando há herdeiros menores ou incapazes.',
        'Cuidamos da lista de bens e dívidas, da declaração do imposto, da avaliação, da negociação entre os herdeiros e do registro final em nome de cada um. Também orientamos quem precisa de dinheiro antes do fim, por alvará ou pela venda autorizada de um bem.',
      ],
      includes: [
        'Escolha da via mais rápida e estimativa de custos',
        'Levantamento de bens, dívidas e seguros, com pesquisa em bancos e cartórios',
        'Declaração e cálculo do ITCMD',
        'Plano de partilha, escritura ou processo, e registro dos bens',
      ],
      documents: [
        'Certidão de óbito e documentos de quem faleceu',
        'Documentos dos herdeiros e do cônjuge ou companheiro',
        'Certidão de casamento ou escritura de união estável',
        'Matrículas atualizadas, CRLV, extratos e contratos sociais',
        'Testamento, ou certidão de que não existe (CENSEC)',
      ],
      questions: [
        {
          question: 'O cônjuge é herdeiro ou só tem a meação?',
          answer:
            'Depende do regime de bens. Na comunhão parcial, ele fica com metade dos bens comuns e herda, com os filhos, parte dos bens particulares.',
        },
        {
          question: 'Herdo também as dívidas?',
          answer:
            'As dívidas são pagas com a herança e até o limite dela. O patrimônio próprio do herdeiro não responde (art. 1.792 do Código Civil).',
        },
        {
          question: 'Posso desistir da minha parte?',
          answer:
            'Sim, por renúncia em escritura pública ou no processo. Ela é irrevogável, por isso deve ser pensada com o efeito sobre os demais herdeiros e o imposto.',
        },
      ],
      durationText: '2 a 4 meses em cartório; 1 a 2 anos na Justiça',
    },
    en: {
      name: 'Probate and estate division',
      summary:
        'Passing the assets of someone who died to the heirs, at a notary or in court, with the tax and the shares worked out.',
      paragraphs: [
        'Probate must be opened within two months of the death (art. 611 of the Code of Civil Procedure). A delay does not forfeit the inheritance, but in many states it adds a fine to the transfer tax, the ITCMD. Until it ends, assets may not be sold without permission.',
        'When the heirs agree, probate can be done by public deed, with a lawyer. Since Resolution 571/2024 of the National Council of Justice, this also holds when there is a will registered in court with leave to use the notary and, with a favourable opinion of the Public Prosecutor, when heirs are minors or incapacitated.',
        'We take care of the list of assets and debts, the tax return, valuation, negotiation between heirs and final registration in each one’s name. We also advise those who need money before the end, by court order or by the authorised sale of an asset.',
      ],
      includes: [
        'Choice of the fastest path and a cost estimate',
        'Survey of assets, debts and insurance, with searches at banks and registries',
        'ITCMD return and calculation',
        'Division plan, deed or lawsuit, and registration of the assets',
      ],
      documents: [
        'Death certificate and documents of the deceased',
        'Documents of the heirs and of the spouse or partner',
        'Marriage certificate or deed of civil union',
        'Updated title records, vehicle papers, statements and articles of association',
        'The will, or the certificate that there is none (CENSEC)',
      ],
      questions: [
        {
          question: 'Is the spouse an heir or only owner of half?',
          answer:
            'It depends on the property regime. Under partial community, the spouse keeps half of the common assets and inherits, together with the children, part of the separate ones.',
        },
        {
          question: 'Do I inherit debts too?',
          answer:
            'Debts are paid out of the estate and up to its value. The heir’s own assets do not answer for them (art. 1,792 of the Civil Code).',
        },
        {
          question: 'May I give up my share?',
          answer:
            'Yes, by renunciation in a public deed or in court. It is irrevocable, so consider its effect on the other heirs and on the tax first.',
        },
      ],
      durationText: '2 to 4 months at a notary; 1 to 2 years in court',
    },
  },
]
