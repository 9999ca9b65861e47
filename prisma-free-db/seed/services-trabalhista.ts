import type { SeedService } from './shapes.ts'

export const trabalhista: readonly SeedService[] = [
  {
    slug: 'verbas-rescisorias',
    priceFromCents: null,
    pt: {
      name: 'Verbas rescisórias',
      summary:
        'Conferência e cobrança do que é devido no fim do contrato: saldo, aviso-prévio, férias, 13º, FGTS e multa de 40%.',
      paragraphs: [
        'Terminado o contrato, a empresa tem dez dias para pagar as verbas e entregar os documentos da rescisão (art. 477, § 6º, da CLT). O atraso gera multa de um salário em favor do empregado, salvo quando ele próprio lhe deu causa.',
        'O que se recebe depende da forma do desligamento. Na dispensa sem justa causa há aviso-prévio proporcional, multa de 40% sobre o FGTS e, preenchidos os requisitos, seguro-desemprego. No acordo do art. 484-A da CLT, a multa e o aviso indenizado caem pela metade, o saque do FGTS é limitado a 80% e não há seguro-desemprego.',
        'Refazemos a conta com os seus contracheques e o extrato do FGTS, explicamos cada linha e mostramos a diferença. Se a empresa não corrigir, levamos o pedido à Justiça do Trabalho. O prazo é de dois anos a partir do fim do contrato, e alcança os cinco anos anteriores à ação.',
      ],
      includes: [
        'Cálculo completo da rescisão, linha por linha',
        'Conferência dos depósitos do FGTS e do INSS',
        'Contato com a empresa para acerto sem processo',
        'Reclamação trabalhista, audiências e execução',
      ],
      documents: [
        'Carteira de trabalho (física ou digital)',
        'Termo de rescisão (TRCT) e comprovante de pagamento, se houver',
        'Últimos contracheques',
        'Extrato analítico do FGTS',
        'Carta de dispensa ou de pedido de demissão',
      ],
      questions: [
        {
          question: 'Assinei a rescisão. Ainda posso reclamar?',
          answer: 'Sim. A assinatura dá quitação apenas dos valores que constam do termo, não do que ficou de fora.',
        },
        {
          question: 'Trabalhei sem carteira assinada. Tenho direito?',
          answer:
            'Sim, se houve trabalho pessoal, habitual, subordinado e remunerado. Pede-se o reconhecimento do vínculo e, com ele, todas as verbas.',
        },
        {
          question: 'Quanto custa entrar com a ação?',
          answer:
            'Quem recebe até 40% do teto do INSS, ou comprova que não pode pagar, tem direito à justiça gratuita. Os nossos honorários são combinados por escrito antes de começar.',
        },
      ],
      durationText: 'Acerto direto em 2 a 4 semanas; ação em 8 a 18 meses',
    },
    en: {
      name: 'Severance pay',
      summary:
        'Checking and collecting what is due at the end of a job: wages, notice, holidays, 13th salary, FGTS and its 40% penalty.',
      paragraphs: [
        'Once the contract ends, the employer has ten days to pay and to hand over the termination papers (art. 477, § 6, of the Labour Code). A delay means a fine of one salary in the employee’s favour, unless the employee caused it.',
        'What is due depends on how the contract ended. Dismissal without cause brings proportional notice, a penalty of 40% on the FGTS balance and, where the conditions are met, unemployment insurance. Under the mutual agreement of art. 484-A, the penalty and the paid notice are halved, the FGTS withdrawal is limited to 80% and there is no unemployment insurance.',
        'We redo the sums from your payslips and FGTS statement, explain each line and show the difference. If the employer does not put it right, we take the claim to the Labour Courts. The limit is two years from the end of the contract, and it reaches the five years before the claim.',
      ],
      includes: [
        'A full severance calculation, line by line',
        'Check of FGTS and social security deposits',
        'Contact with the employer to settle without a lawsuit',
        'Labour claim, hearings and enforcement',
      ],
      documents: [
        'Work record book (paper or digital)',
        'Termination form (TRCT) and proof of payment, if any',
        'Latest payslips',
        'Detailed FGTS statement',
        'Letter of dismissal or resignation',
      ],
      questions: [
        {
          question: 'I signed the termination form. May I still claim?',
          answer: 'Yes. The signature settles only the amounts written on the form, not what was left out.',
        },
        {
          question: 'I worked without a registered contract. Do I have rights?',
          answer:
            'Yes, if the work was personal, regular, subordinate and paid. We ask for the employment to be recognised, and with it everything that follows.',
        },
        {
          question: 'What does the claim cost?',
          answer:
            'Those who earn up to 40% of the social security ceiling, or prove that they cannot pay, are entitled to free justice. Our fees are agreed in writing before we start.',
        },
      ],
      durationText: 'Direct settlement in 2 to 4 weeks; lawsuit in 8 to 18 months',
    },
  },
  {
    slug: 'horas-extras-e-jornada',
    priceFromCents: null,
    pt: {
      name: 'Horas extras e jornada',
      summary:
        'Cobrança de horas extras, intervalos suprimidos, adicional noturno, sobreaviso e banco de horas irregular.',
      paragraphs: [
        'A jornada comum é de oito horas por dia e 44 por semana, e a hora que passa disso vale no mínimo 50% a mais (art. 7º, XVI, da Constituição). O intervalo de almoço reduzido, a mensagem respondida à noite por exigência da chefia e o banco de horas que nunca é compensado também podem gerar pagamento.',
        'Empresas com mais de vinte empregados são obrigadas a registrar o ponto (art. 74, § 2º, da CLT). Se elas não apresentam os registros no processo, ou se eles trazem horários sempre iguais, presume-se verdadeira a jornada que o empregado descreve, salvo prova em contrário (Súmula 338 do TST).',
        'Reconstruímos a sua rotina com mensagens, e-mails, registros de acesso e testemunhas, e calculamos os reflexos em férias, 13º salário, FGTS e descanso semanal. Se o cargo é de confiança ou o trabalho é remoto, verificamos antes se a exceção da lei se aplica de fato.',
      ],
      includes: [
        'Entrevista detalhada sobre a rotina de trabalho',
        'Análise dos cartões de ponto e das normas coletivas da categoria',
        'Planilha com a estimativa e os reflexos',
        'Negociação ou reclamação trabalhista',
      ],
      documents: [
        'Contracheques e cartões de ponto que tiver',
        'Mensagens e e-mails fora do horário',
        'Escalas, relatórios ou registros de acesso',
        'Nome de colegas que possam testemunhar',
        'Convenção ou acordo coletivo da categoria, se conhecer',
      ],
      questions: [
        {
          question: 'Quem trabalha de casa tem direito a horas extras?',
          answer:
            'Em regra sim. Só fica fora quem presta serviço por produção ou tarefa; para quem trabalha por jornada, o controle continua obrigatório.',
        },
        {
          question: 'Sou gerente. Ainda assim recebo?',
          answer:
            'A exceção exige poder real de gestão e gratificação de ao menos 40%. O nome do cargo, sozinho, não basta.',
        },
        {
          question: 'Posso pedir enquanto ainda trabalho lá?',
          answer:
            'Pode. Muitas pessoas preferem esperar o fim do contrato, mas só se cobram os cinco anos anteriores à ação, e as parcelas mais antigas vão se perdendo.',
        },
      ],
      durationText: '10 a 20 meses, conforme as provas e os recursos',
    },
    en: {
      name: 'Overtime and working hours',
      summary: 'Claims for overtime, missed breaks, night work premium, on-call time and irregular hour banks.',
      paragraphs: [
        'Ordinary working time is eight hours a day and 44 a week, and each hour beyond it is worth at least 50% more (art. 7, XVI, of the Constitution). A shortened lunch break, messages answered at night because the boss demands it, and an hour bank that is never evened out may also have to be paid.',
        'Companies with more than twenty employees must keep time records (art. 74, § 2, of the Labour Code). If they do not produce them in court, or if the records always show the same times, the hours described by the employee are presumed true unless proven otherwise (Precedent 338 of the Superior Labour Court).',
        'We rebuild your routine from messages, e-mails, access logs and witnesses, and calculate the effect on holidays, 13th salary, FGTS and weekly rest. If you hold a position of trust or work remotely, we first check whether the exception in the law truly applies.',
      ],
      includes: [
        'A detailed interview about your working routine',
        'Review of time records and of the collective agreements',
        'A spreadsheet with the estimate and its effects',
        'Negotiation or labour claim',
      ],
      documents: [
        'Payslips and any time records you have',
        'Messages and e-mails outside working hours',
        'Rosters, reports or access logs',
        'Names of colleagues who could testify',
        'The collective agreement of your trade, if you know it',
      ],
      questions: [
        {
          question: 'Do people who work from home earn overtime?',
          answer:
            'As a rule, yes. Only those paid by output or task are left out; for those who work by the hour, time control remains mandatory.',
        },
        {
          question: 'I am a manager. Am I still entitled?',
          answer:
            'The exception requires real management power and a bonus of at least 40%. The job title alone is not enough.',
        },
        {
          question: 'May I claim while I still work there?',
          answer:
            'Yes. Many prefer to wait until the contract ends, but only the five years before the claim can be collected, and the oldest amounts are lost along the way.',
        },
      ],
      durationText: '10 to 20 months, depending on evidence and appeals',
    },
  },
  {
    slug: 'assedio-moral-no-trabalho',
    priceFromCents: null,
    pt: {
      name: 'Assédio no trabalho',
      summary:
        'Orientação e defesa de quem sofre humilhação, perseguição ou assédio sexual no emprego, com cuidado e sigilo.',
      paragraphs: [
        'Assédio moral é a conduta repetida que humilha, isola ou pressiona de modo abusivo: metas impossíveis cobradas em público, apelidos, retirada de tarefas, ameaças. O assédio sexual é também crime (art. 216-A do Código Penal) e pode se configurar em um único ato.',
        'As empresas obrigadas a ter CIPA devem manter canal de denúncia e medidas de prevenção (Lei 14.457/2022). Quando a situação torna o trabalho insuportável, o empregado pode pedir a rescisão indireta (art. 483 da CLT), com as mesmas verbas da dispensa sem justa causa, além de indenização pelo dano.',
        'O primeiro passo é preservar provas e a sua saúde. Ajudamos a registrar o que aconteceu sem expor você mais do que o necessário, explicamos o que é lícito gravar e indicamos quando vale procurar o canal interno, o sindicato, o Ministério Público do Trabalho ou a delegacia.',
      ],
      includes: [
        'Atendimento reservado, presencial ou por vídeo',
        'Orientação sobre provas e sobre como proceder no dia a dia',
        'Comunicação ao canal interno ou às autoridades, se for o seu desejo',
        'Ação de indenização e de rescisão indireta',
      ],
      documents: [
        'Relato com datas, locais e pessoas presentes',
        'Mensagens, e-mails e áudios que recebeu',
        'Atestados e relatórios médicos ou psicológicos',
        'Protocolos de denúncias já feitas',
        'Contrato de trabalho e contracheques',
      ],
      questions: [
        {
          question: 'Posso gravar uma conversa?',
          answer:
            'Em regra, a gravação feita por quem participa da conversa é aceita como prova, mesmo sem aviso. Já gravar a conversa de terceiros não é permitido.',
        },
        {
          question: 'Devo pedir demissão?',
          answer:
            'Fale conosco antes. Quem pede demissão perde verbas que a rescisão indireta preserva, e reverter o pedido depois é difícil.',
        },
        {
          question: 'O processo fica em segredo?',
          answer:
            'Pode-se pedir segredo de justiça, que os juízes costumam conceder quando há exposição da intimidade, sobretudo em casos de assédio sexual.',
        },
      ],
      durationText: '12 a 24 meses; medidas urgentes em poucos dias',
    },
    en: {
      name: 'Harassment at work',
      summary:
        'Guidance and defence for people who suffer humiliation, persecution or sexual harassment at work, with care and discretion.',
      paragraphs: [
        'Moral harassment is repeated conduct that humiliates, isolates or puts abusive pressure: impossible targets demanded in public, nicknames, being stripped of tasks, threats. Sexual harassment is also a crime (art. 216-A of the Criminal Code) and may consist of a single act.',
        'Companies that must have a prevention committee (CIPA) have to keep a reporting channel and preventive measures (Law 14,457/2022). When the situation makes work unbearable, the employee may ask for constructive dismissal (art. 483 of the Labour Code), with the same pay as dismissal without cause, besides compensation for the harm.',
        'The first step is to preserve evidence and your health. We help you record what happened without exposing you more than necessary, explain what may lawfully be recorded and say when to turn to the internal channel, the union, the Labour Prosecutor or the police.',
      ],
      includes: [
        'Private meetings, in person or by video',
        'Advice on evidence and on how to act day by day',
        'A report to the internal channel or to the authorities, if you wish',
        'Lawsuit for compensation and constructive dismissal',
      ],
      documents: [
        'An account with dates, places and people present',
        'Messages, e-mails and audio you received',
        'Medical or psychological certificates and reports',
        'Reference numbers of reports already made',
        'Employment contract and payslips',
      ],
      questions: [
        {
          question: 'May I record a conversation?',
          answer:
            'As a rule, a recording made by someone who takes part in the conversation is accepted as evidence, even without notice. Recording other people’s conversations is not allowed.',
        },
        {
          question: 'Should I resign?',
          answer:
            'Talk to us first. Resigning forfeits amounts that constructive dismissal preserves, and it is hard to undo later.',
        },
        {
          question: 'Is the case kept secret?',
          answer:
            'Secrecy can be requested, and judges usually grant it where privacy is at stake, above all in cases of sexual harassment.',
        },
      ],
      durationText: '12 to 24 months; urgent measures within days',
    },
  },
]
