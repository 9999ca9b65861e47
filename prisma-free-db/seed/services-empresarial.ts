import type { SeedService } from './shapes.ts'

export const empresarial: readonly SeedService[] = [
  {
    slug: 'contratos-empresariais',
    priceFromCents: null,
    pt: {
      name: 'Contratos empresariais',
      summary:
        'Elaboração, revisão e negociação de contratos de serviço, fornecimento, distribuição, tecnologia e parceria.',
      paragraphs: [
        'Um bom contrato responde às perguntas que surgem quando algo dá errado: quem entrega o quê, em que prazo, como se mede, o que acontece se atrasar e como se sai. A Lei da Liberdade Econômica (13.874/2019) reforçou que, entre empresas, vale o que foi escrito, e por isso convém escrever com cuidado.',
        'Antes de redigir, ouvimos quem vai executar. Depois preparamos um texto enxuto, com a distribuição de riscos à vista: limites de responsabilidade, multas, reajuste, confidencialidade, propriedade intelectual, proteção de dados e solução de disputas.',
        'Na revisão de contratos recebidos, entregamos um parecer de uma página com os pontos que não podem ser aceitos, os que valem negociação e os aceitáveis, junto do texto com as alterações marcadas.',
      ],
      includes: [
        'Reunião para entender a operação e os riscos',
        'Minuta ou revisão com controle de alterações',
        'Parecer de uma página em linguagem simples',
        'Duas rodadas de negociação com a outra parte',
      ],
      documents: [
        'Contrato social e dados de quem assina',
        'Proposta comercial ou troca de e-mails do negócio',
        'Minuta recebida, se houver',
        'Contratos anteriores com a mesma parte',
      ],
      questions: [
        {
          question: 'A assinatura eletrônica vale?',
          answer:
            'Sim. Entre particulares, qualquer método que identifique as partes e que elas aceitem é válido (MP 2.200-2/2001); com certificado ICP-Brasil, a força é a da assinatura de próprio punho.',
        },
        {
          question: 'O contrato precisa de testemunhas?',
          answer:
            'Para valer como título executivo, em regra, duas. Nos contratos com assinatura eletrônica de provedor que confere a integridade, elas são dispensadas (art. 784, § 4º, do CPC).',
        },
        {
          question: 'Posso usar um modelo da internet?',
          answer:
            'Pode, mas modelos não conhecem o seu negócio. Se já tem um, a revisão custa menos do que um texto novo.',
        },
      ],
      durationText: '3 a 7 dias úteis por contrato',
    },
    en: {
      name: 'Business contracts',
      summary:
        'Drafting, review and negotiation of service, supply, distribution, technology and partnership contracts.',
      paragraphs: [
        'A good contract answers the questions that arise when something goes wrong: who delivers what and when, how it is measured, what happens if it is late and how to leave. The Economic Freedom Act (13,874/2019) reinforced that between companies what is written prevails, so it pays to write with care.',
        'Before drafting, we listen to those who will carry it out. Then we prepare a lean text with the allocation of risk in plain sight: limits of liability, penalties, indexation, confidentiality, intellectual property, data protection and dispute resolution.',
        'When reviewing contracts you received, we deliver a one-page opinion with what must be refused, what is worth negotiating and what is acceptable, together with the text in tracked changes.',
      ],
      includes: [
        'A meeting to understand the operation and its risks',
        'Draft or review in tracked changes',
        'A one-page opinion in plain language',
        'Two rounds of negotiation with the other side',
      ],
      documents: [
        'Articles of association and data of the signatories',
        'Commercial proposal or e-mails about the deal',
        'The draft you received, if any',
        'Earlier contracts with the same party',
      ],
      questions: [
        {
          question: 'Is an electronic signature valid?',
          answer:
            'Yes. Between private parties, any method that identifies them and that they accept is valid (Provisional Measure 2,200-2/2001); with an ICP-Brasil certificate it has the force of a handwritten signature.',
        },
        {
          question: 'Does the contract need witnesses?',
          answer:
            'As a rule two, to be directly enforceable. They are not needed with electronic signatures whose provider checks integrity (art. 784, § 4, of the Code of Civil Procedure).',
        },
        {
          question: 'May I use a template from the internet?',
          answer:
            'You may, but templates do not know your business. If you already have one, a review costs less than a new text.',
        },
      ],
      durationText: '3 to 7 working days per contract',
    },
  },
  {
    slug: 'sociedade-e-acordo-de-socios',
    priceFromCents: null,
    pt: {
      name: 'Sociedade e acordo de sócios',
      summary:
        'Constituição da empresa, entrada e saída de sócios, acordo de sócios e apuração de haveres, com regras claras desde o início.',
      paragraphs: [
        'Boa parte dos conflitos societários nasce do silêncio do contrato social. Quem decide? Quanto cada um retira? O que acontece se alguém quer sair, se divorcia ou morre? Essas respostas cabem em um acordo de sócios curto, assinado enquanto todos se entendem.',
        'A sociedade limitada pode ter um único sócio (art. 1.052, § 1º, do Código Civil) e, desde a Lei 14.451/2022, a maioria das deliberações exige mais da metade do capital. Ajudamos a escolher o tipo de empresa e a redigir o contrato social de acordo com a realidade do negócio.',
        'Na saída de um sócio, calculamos os haveres por balanço de determinação, salvo regra diferente no contrato (art. 606 do CPC), e cuidamos do registro na Junta Comercial. Enquanto a alteração não é registrada, quem saiu continua exposto; depois dela, ainda responde por até dois anos pelas obrigações anteriores.',
      ],
      includes: [
        'Diagnóstico do contrato social e da relação entre os sócios',
        'Contrato social ou alteração, com registro na Junta',
        'Acordo de sócios com regras de voto, saída e preço',
        'Negociação ou ação de dissolução parcial e apuração de haveres',
      ],
      documents: [
        'Contrato social e todas as alterações',
        'Documentos pessoais e regime de bens dos sócios',
        'Último balanço e demonstração de resultado',
        'Acordos ou mensagens entre os sócios',
      ],
      questions: [
        {
          question: 'Um sócio pode sair quando quiser?',
          answer:
            'Na sociedade por prazo indeterminado, sim, com aviso de sessenta dias (art. 1.029 do Código Civil). O que se discute é o valor e a forma do pagamento.',
        },
        {
          question: 'Meu patrimônio responde pelas dívidas da empresa?',
          answer:
            'Na limitada, em regra não, uma vez integralizado o capital. As exceções são fraude, confusão patrimonial e algumas dívidas trabalhistas, tributárias e de consumo.',
        },
        {
          question: 'É possível excluir um sócio?',
          answer:
            'Sim, por falta grave. Pode ser extrajudicial se o contrato prevê e a maioria aprova em reunião com direito de defesa; do contrário, depende da Justiça.',
        },
      ],
      durationText: 'Constituição em 10 a 15 dias; acordo de sócios em 3 a 6 semanas',
    },
    en: {
      name: 'Companies and partners’ agreements',
      summary:
        'Forming the company, partners joining and leaving, partners’ agreements and buy-outs, with clear rules from the start.',
      paragraphs: [
        'Many disputes between partners are born from silence in the articles. Who decides? How much does each one draw? What if someone wants to leave, divorces or dies? The answers fit in a short partners’ agreement, signed while everyone gets along.',
        'A limited company may have a single partner (art. 1,052, § 1, of the Civil Code) and, since Law 14,451/2022, most resolutions require more than half of the capital. We help choose the type of company and draft the articles to fit the real business.',
        'When a partner leaves, we work out the share from a balance sheet drawn up for that date, unless the contract says otherwise (art. 606 of the Code of Civil Procedure), and see to the filing at the Board of Trade. Until it is filed the former partner remains exposed; afterwards, still liable for up to two years for earlier obligations.',
      ],
      includes: [
        'Diagnosis of the articles and of the partners’ relations',
        'Articles or amendment, with filing at the Board of Trade',
        'Partners’ agreement with rules on voting, exit and price',
        'Negotiation or lawsuit for partial dissolution and valuation',
      ],
      documents: [
        'Articles of association and all amendments',
        'Personal documents and property regime of the partners',
        'Latest balance sheet and income statement',
        'Agreements or messages between partners',
      ],
      questions: [
        {
          question: 'May a partner leave at any time?',
          answer:
            'In a company of indefinite term, yes, with sixty days’ notice (art. 1,029 of the Civil Code). What is discussed is the value and how it is paid.',
        },
        {
          question: 'Do my own assets answer for the company’s debts?',
          answer:
            'In a limited company, as a rule not, once the capital is paid in. The exceptions are fraud, mixing of assets and some labour, tax and consumer debts.',
        },
        {
          question: 'Can a partner be excluded?',
          answer:
            'Yes, for serious misconduct. It may be out of court if the articles say so and the majority approves it in a meeting with the right to be heard; otherwise it takes a lawsuit.',
        },
      ],
      durationText: 'Formation in 10 to 15 days; partners’ agreement in 3 to 6 weeks',
    },
  },
  {
    slug: 'adequacao-lgpd',
    priceFromCents: null,
    pt: {
      name: 'Adequação à LGPD',
      summary:
        'Programa de proteção de dados para pequenas e médias empresas: mapa, políticas, contratos e resposta a incidentes.',
      paragraphs: [
        'A Lei Geral de Proteção de Dados (13.709/2018) vale para qualquer empresa que trate dados de pessoas, seja de clientes, empregados ou visitantes do site. As sanções vão da advertência à multa de até 2% do faturamento, limitada a R$ 50 milhões por infração, mas o risco mais comum é perder um contrato por não conseguir responder a um questionário.',
        'Começamos pelo mapa: que dados entram, por que, onde ficam, quem acessa e quando são apagados. Para cada uso escolhemos a base legal adequada (art. 7º), e o consentimento raramente é a melhor. Agentes de pequeno porte têm regras simplificadas (Resolução CD/ANPD 2/2022), que aproveitamos quando se aplicam.',
        'Depois vêm os documentos que funcionam no dia a dia: aviso de privacidade legível, cláusulas com fornecedores, rotina para atender pedidos de titulares e um plano de incidentes. A comunicação à ANPD e aos titulares deve ser feita em três dias úteis quando há risco ou dano relevante (Resolução CD/ANPD 15/2024).',
      ],
      includes: [
        'Mapa dos tratamentos de dados e das bases legais',
        'Aviso de privacidade, política interna e termos do site',
        'Cláusulas-padrão para fornecedores e clientes',
        'Treinamento da equipe e plano de resposta a incidentes',
      ],
      documents: [
        'Lista de sistemas e planilhas com dados pessoais',
        'Formulários e telas de cadastro',
        'Contratos com fornecedores de tecnologia',
        'Políticas que já existam',
      ],
      questions: [
        {
          question: 'Empresa pequena precisa de encarregado (DPO)?',
          answer:
            'Agentes de pequeno porte são dispensados de indicá-lo, desde que mantenham um canal de comunicação com os titulares. Os demais precisam indicar.',
        },
        {
          question: 'Posso guardar currículos recebidos?',
          answer: 'Pelo prazo da seleção e por um período razoável informado ao candidato. Guardar para sempre, não.',
        },
        {
          question: 'Sofremos um vazamento. O que fazer agora?',
          answer:
            'Contenha o acesso, preserve os registros e chame-nos: o prazo de três dias úteis para comunicar corre desde que se sabe que dados pessoais foram afetados.',
        },
      ],
      durationText: '6 a 10 semanas, conforme o tamanho da empresa',
    },
    en: {
      name: 'LGPD compliance',
      summary:
        'A data protection programme for small and medium companies: map, policies, contracts and incident response.',
      paragraphs: [
        'The General Data Protection Law (13,709/2018) applies to any company that handles data about people, be they customers, employees or visitors of the site. Sanctions range from a warning to a fine of up to 2% of revenue, capped at R$ 50 million per infraction, but the most common risk is losing a contract for failing a questionnaire.',
        'We start with the map: which data come in, why, where they are kept, who has access and when they are deleted. For each use we choose the right legal basis (art. 7), and consent is seldom the best one. Small-scale agents have simplified rules (Resolution CD/ANPD 2/2022), which we use where they apply.',
        'Then come documents that work from day to day: a readable privacy notice, clauses with suppliers, a routine for requests by data subjects and an incident plan. The authority and the people concerned must be told within three working days when there is relevant risk or harm (Resolution CD/ANPD 15/2024).',
      ],
      includes: [
        'Map of data processing and legal bases',
        'Privacy notice, internal policy and terms of the site',
        'Standard clauses for suppliers and customers',
        'Staff training and an incident response plan',
      ],
      documents: [
        'List of systems and spreadsheets with personal data',
        'Forms and sign-up screens',
        'Contracts with technology suppliers',
        'Any existing policies',
      ],
      questions: [
        {
          question: 'Does a small company need a data protection officer?',
          answer:
            'Small-scale agents are exempt from appointing one, provided they keep a channel for data subjects. Others must appoint one.',
        },
        {
          question: 'May I keep résumés I receive?',
          answer: 'For the selection and a reasonable period stated to the candidate. Not for ever.',
        },
        {
          question: 'We had a data breach. What now?',
          answer:
            'Contain access, preserve the logs and call us: the three working days for notice run from the moment it is known that personal data were affected.',
        },
      ],
      durationText: '6 to 10 weeks, depending on the size of the company',
    },
  },
]
