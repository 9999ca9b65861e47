import type { SeedService } from './shapes.ts'

export const imobiliario: readonly SeedService[] = [
  {
    slug: 'usucapiao-extrajudicial',
    priceFromCents: null,
    pt: {
      name: 'Usucapião em cartório',
      summary:
        'Regularização do imóvel que você ocupa há anos como dono, diretamente no registro de imóveis e sem processo judicial.',
      paragraphs: [
        'Quem possui um imóvel como se fosse dono, de forma contínua e sem oposição, pode se tornar proprietário pela usucapião. O prazo varia: quinze anos na modalidade extraordinária, dez quando há moradia ou obras; cinco na especial urbana, para imóvel de até 250 m² usado como única moradia; dois na familiar, depois do abandono do lar.',
        'Desde o Código de Processo Civil de 2015, o pedido pode ser feito no próprio registro de imóveis (art. 216-A da Lei 6.015/1973). Ele exige ata notarial, planta e memorial assinados por profissional habilitado e a notificação dos confrontantes e de quem consta na matrícula. O silêncio de quem foi notificado vale como concordância.',
        'Se alguém se opõe e não há acordo, o pedido segue para a Justiça, com tudo o que já foi reunido. Por isso o primeiro passo é um diagnóstico honesto: conferimos a matrícula, a origem da posse e as provas, e dizemos qual modalidade tem chance.',
      ],
      includes: [
        'Diagnóstico da posse e escolha da modalidade',
        'Coordenação da ata notarial, da planta e do memorial',
        'Requerimento ao registro de imóveis e resposta às exigências',
        'Acompanhamento até a matrícula em seu nome',
      ],
      documents: [
        'Documentos pessoais de todos os possuidores',
        'Contrato, recibo ou promessa de compra, se houver',
        'Carnês de IPTU e contas de luz e água ao longo dos anos',
        'Certidão da matrícula, ou do que constar sobre o imóvel',
        'Fotos e nomes de vizinhos que conhecem a posse',
      ],
      questions: [
        {
          question: 'Posso somar o tempo de quem morou antes?',
          answer:
            'Sim. A posse dos antecessores soma-se à sua, desde que ambas sejam contínuas e pacíficas (art. 1.243 do Código Civil).',
        },
        {
          question: 'Quem aluga pode pedir usucapião?',
          answer: 'Não. O inquilino reconhece a propriedade de outra pessoa e, por isso, não possui como dono.',
        },
        {
          question: 'Imóvel público pode ser usucapido?',
          answer: 'Não, a Constituição proíbe. Existem, porém, outros caminhos de regularização, como a Reurb.',
        },
      ],
      durationText: '6 a 12 meses em cartório, sem oposição',
    },
    en: {
      name: 'Adverse possession at the registry',
      summary:
        'Regularising a property you have held as owner for years, directly at the land registry and without a lawsuit.',
      paragraphs: [
        'Someone who holds a property as if they owned it, continuously and unopposed, may become its owner by adverse possession. The period varies: fifteen years in the extraordinary form, ten where there is a home or works; five in the special urban form, for up to 250 m² used as the only home; two in the family form, after a spouse abandons the home.',
        'Since the 2015 Code of Civil Procedure, the request may be made at the land registry itself (art. 216-A of Law 6,015/1973). It requires a notarial record, a plan and description signed by a qualified professional, and notice to neighbours and to those named in the title. Silence after notice counts as consent.',
        'If someone objects and there is no agreement, the request goes to court with everything gathered so far. That is why the first step is an honest diagnosis: we check the title, the origin of possession and the evidence, and say which form has a chance.',
      ],
      includes: [
        'Diagnosis of possession and choice of the form',
        'Coordination of notarial record, plan and description',
        'Application to the registry and replies to its demands',
        'Support until the title is in your name',
      ],
      documents: [
        'Personal documents of all possessors',
        'Contract, receipt or promise of sale, if any',
        'Property tax, electricity and water bills over the years',
        'Title certificate, or whatever is on record about the property',
        'Photos and names of neighbours who know of the possession',
      ],
      questions: [
        {
          question: 'May I add the time of whoever lived there before?',
          answer:
            'Yes. Earlier possession adds to yours, provided both are continuous and peaceful (art. 1,243 of the Civil Code).',
        },
        {
          question: 'Can a tenant claim adverse possession?',
          answer: 'No. A tenant acknowledges someone else’s ownership and so does not possess as owner.',
        },
        {
          question: 'Can public property be acquired this way?',
          answer: 'No, the Constitution forbids it. There are other paths, however, such as Reurb.',
        },
      ],
      durationText: '6 to 12 months at the registry, if unopposed',
    },
  },
  {
    slug: 'distrato-e-atraso-de-obra',
    priceFromCents: null,
    pt: {
      name: 'Distrato e atraso de obra',
      summary:
        'Desistência da compra na planta, devolução dos valores pagos e indenização quando a construtora não entrega no prazo.',
      paragraphs: [
        'Nos contratos assinados depois da Lei 13.786/2018, a retenção em caso de desistência do comprador é limitada a 25% do que foi pago, ou a 50% quando a obra tem patrimônio de afetação, além da comissão de corretagem. Nos anteriores, a jurisprudência costuma admitir retenção de 10% a 25%.',
        'A construtora pode atrasar até 180 dias se o contrato prevê essa tolerância com clareza. Passado esse prazo, o comprador escolhe: desfaz o negócio, com devolução integral e da multa prevista em até 60 dias, ou mantém a compra e recebe 1% do valor pago por mês de atraso (art. 43-A da Lei 4.591/1964).',
        'Também verificamos cobranças que costumam passar despercebidas, como juros de obra depois da data prometida, condomínio antes da entrega das chaves e correção por índice trocado. Toda a conta é apresentada antes de qualquer decisão.',
      ],
      includes: [
        'Leitura do contrato, do quadro-resumo e dos aditivos',
        'Cálculo dos dois cenários: sair ou permanecer',
        'Notificação à construtora e negociação',
        'Ação de rescisão, restituição ou indenização',
      ],
      documents: [
        'Contrato de promessa de compra e venda e quadro-resumo',
        'Comprovantes de todos os pagamentos',
        'E-mails e mensagens sobre prazos',
        'Material publicitário com a data de entrega',
        'Gastos causados pelo atraso, como aluguel',
      ],
      questions: [
        {
          question: 'Posso parar de pagar enquanto discuto?',
          answer:
            'Não sem orientação. Sem uma decisão judicial que suspenda as parcelas, a falta de pagamento vira culpa do comprador.',
        },
        {
          question: 'Comprei em estande de vendas e me arrependi. E agora?',
          answer:
            'Há direito de arrependimento em sete dias, com devolução de tudo, inclusive da corretagem (art. 67-A, § 10, da Lei 4.591/1964).',
        },
        {
          question: 'O banco financiou a compra. Muda algo?',
          answer:
            'Muda. Se o contrato já tem alienação fiduciária registrada, a saída segue a Lei 9.514/1997, e precisamos avaliar a fase do financiamento.',
        },
      ],
      durationText: 'Negociação em 30 a 60 dias; ação em 10 a 20 meses',
    },
    en: {
      name: 'Off-plan withdrawal and late delivery',
      summary:
        'Withdrawing from an off-plan purchase, getting money back, and compensation when the builder delivers late.',
      paragraphs: [
        'In contracts signed after Law 13,786/2018, what the builder keeps when the buyer withdraws is limited to 25% of the amount paid, or 50% where the project’s assets are ring-fenced, plus the brokerage fee. For earlier contracts, courts usually accept between 10% and 25%.',
        'The builder may be up to 180 days late if the contract clearly says so. After that the buyer chooses: undo the purchase, with everything paid and the agreed penalty returned within 60 days, or keep it and receive 1% of the amount paid for each month of delay (art. 43-A of Law 4,591/1964).',
        'We also check charges that often go unnoticed, such as construction interest after the promised date, condominium fees before the keys and a swapped index. You see the whole calculation before any decision.',
      ],
      includes: [
        'Reading of the contract, its summary table and amendments',
        'Calculation of both scenarios: leaving or staying',
        'Notice to the builder and negotiation',
        'Lawsuit for termination, refund or compensation',
      ],
      documents: [
        'Purchase contract and summary table',
        'Proof of all payments',
        'E-mails and messages about dates',
        'Advertising with the delivery date',
        'Expenses caused by the delay, such as rent',
      ],
      questions: [
        {
          question: 'May I stop paying during the dispute?',
          answer: 'Not without advice. Unless a court suspends the instalments, non-payment becomes the buyer’s fault.',
        },
        {
          question: 'I bought at a sales stand and regret it. What now?',
          answer:
            'You may withdraw within seven days and get everything back, brokerage included (art. 67-A, § 10, of Law 4,591/1964).',
        },
        {
          question: 'A bank financed the purchase. Does that change anything?',
          answer:
            'Yes. If a fiduciary lien is already registered, leaving follows Law 9,514/1997, and we need to look at the stage of the loan.',
        },
      ],
      durationText: 'Negotiation in 30 to 60 days; lawsuit in 10 to 20 months',
    },
  },
  {
    slug: 'locacao-e-despejo',
    priceFromCents: null,
    pt: {
      name: 'Locação e despejo',
      summary:
        'Contratos de aluguel, revisão do valor, renovação de ponto comercial e despejo, para locadores e locatários.',
      paragraphs: [
        'A Lei 8.245/1991 protege os dois lados. O locador só pode exigir uma garantia por contrato, como fiador, caução de até três aluguéis, seguro-fiança ou cessão de quotas. O locatário pode devolver o imóvel antes do fim pagando a multa proporcional ao tempo que falta.',
        'No despejo por falta de pagamento, o inquilino pode evitar a desocupação pagando o débito atualizado em quinze dias a partir da citação. Se o contrato está sem garantia, o juiz pode ordenar a saída em quinze dias, mediante caução de três aluguéis (art. 59, § 1º, IX).',
        'No aluguel comercial, quem tem contrato escrito por cinco anos e explora o mesmo ramo há três pode exigir a renovação. O pedido deve ser apresentado entre um ano e seis meses antes do fim do contrato: perdido esse prazo, perde-se o direito.',
      ],
      includes: [
        'Elaboração ou revisão do contrato de locação',
        'Vistoria e notificações com validade jurídica',
        'Negociação de atrasados e entrega amigável das chaves',
        'Ações de despejo, revisional, renovatória e consignação',
      ],
      documents: [
        'Contrato de locação e aditivos',
        'Recibos ou planilha dos aluguéis e encargos',
        'Laudo de vistoria de entrada',
        'Matrícula do imóvel ou documento de posse do locador',
        'Notificações e mensagens trocadas',
      ],
      questions: [
        {
          question: 'Posso pedir o imóvel de volta sem motivo?',
          answer:
            'Em contrato residencial escrito de 30 meses ou mais, sim, ao fim do prazo. Nos mais curtos, a retomada depende dos motivos do art. 47, até completar cinco anos.',
        },
        {
          question: 'De quanto em quanto tempo o aluguel pode ser revisto?',
          answer:
            'O reajuste pelo índice é anual. A revisão judicial para o preço de mercado cabe depois de três anos do contrato ou do último acordo.',
        },
        {
          question: 'Quem paga as despesas extraordinárias do condomínio?',
          answer:
            'O locador. Obras estruturais, fundo de reserva e pintura de fachada são dele; as despesas do dia a dia cabem ao locatário.',
        },
      ],
      durationText: 'Contrato em 5 dias úteis; despejo em 4 a 10 meses',
    },
    en: {
      name: 'Leases and eviction',
      summary: 'Lease contracts, rent review, renewal of commercial premises and eviction, for landlords and tenants.',
      paragraphs: [
        'Law 8,245/1991 protects both sides. The landlord may require only one guarantee per contract, such as a guarantor, a deposit of up to three rents, rental insurance or fund units. The tenant may leave early by paying the penalty in proportion to the remaining time.',
        'In eviction for non-payment, the tenant can avoid leaving by paying the updated debt within fifteen days of service. If the lease has no guarantee, the judge may order the tenant out in fifteen days against a deposit of three rents (art. 59, § 1, IX).',
        'In commercial leases, a tenant with five years of written contract and three in the same line of business may demand renewal. The claim must be filed between one year and six months before the lease ends: once that window closes, the right is lost.',
      ],
      includes: [
        'Drafting or review of the lease',
        'Inspection and legally valid notices',
        'Negotiation of arrears and agreed return of the keys',
        'Lawsuits for eviction, review, renewal and payment into court',
      ],
      documents: [
        'Lease and amendments',
        'Receipts or a table of rents and charges',
        'Move-in inspection report',
        'Title record, or the landlord’s proof of possession',
        'Notices and messages exchanged',
      ],
      questions: [
        {
          question: 'May I take the property back without a reason?',
          answer:
            'In written residential leases of 30 months or more, yes, when the term ends. In shorter ones it depends on the reasons of art. 47, until five years have passed.',
        },
        {
          question: 'How often may the rent be reviewed?',
          answer:
            'Indexation is yearly. Court review to the market price is possible three years after the contract or the last agreement.',
        },
        {
          question: 'Who pays extraordinary condominium expenses?',
          answer:
            'The landlord. Structural works, the reserve fund and façade painting are the landlord’s; day-to-day expenses are the tenant’s.',
        },
      ],
      durationText: 'Contract in 5 working days; eviction in 4 to 10 months',
    },
  },
]
