import type { SeedAgent } from './shapes.ts'

export const agents: readonly SeedAgent[] = [
  {
    slug: 'helena-garcez-palha',
    person: 1,
    area: 'familia',
    registration: 'OAB/RJ 98.217',
    services: ['divorcio-consensual', 'pensao-alimenticia', 'inventario-e-partilha'],
    pt: {
      title: 'Sócia-fundadora, Família e Sucessões',
      greeting:
        'Olá, sou a Helena. Assuntos de família pedem calma e discrição: conte no seu tempo o que aconteceu, e veremos juntos o próximo passo.',
      bio: 'Fundou o escritório em 2003 e dedica-se desde então ao direito de família e das sucessões. Conduz divórcios, guarda, alimentos e inventários, com preferência pela solução consensual sempre que ela protege quem é mais frágil.\n\nGraduada pela UERJ e especialista em Direito de Família e Sucessões, tem formação em mediação e escreve sobre planejamento sucessório para famílias com filhos de uniões diferentes.',
    },
    en: {
      title: 'Founding partner, Family and Succession',
      greeting:
        'Hello, I am Helena. Family matters call for calm and discretion: tell me what happened in your own time, and we will look at the next step together.',
      bio: 'She founded the firm in 2003 and has practised family and succession law ever since: divorce, custody, child support and probate, preferring an agreed solution whenever it protects the more fragile side.\n\nA graduate of UERJ with a specialisation in Family and Succession Law, she is a trained mediator and writes about estate planning for blended families.',
    },
  },
  {
    slug: 'rodrigo-tavares-nogueira',
    person: 2,
    area: 'trabalhista',
    registration: 'OAB/RJ 154.302',
    services: ['verbas-rescisorias', 'horas-extras-e-jornada', 'assedio-moral-no-trabalho'],
    pt: {
      title: 'Advogado, Direito do Trabalho',
      greeting:
        'Oi, aqui é o Rodrigo. Se puder, diga a data de admissão, a de saída e o que ficou sem receber. Com isso já consigo orientar você.',
      bio: 'Atua há quinze anos na Justiça do Trabalho, em ações individuais sobre rescisão, jornada, acidente e assédio. Acredita em cálculo feito antes da petição: o cliente conhece os números e os riscos desde a primeira reunião.\n\nPós-graduado em Direito e Processo do Trabalho, participa das comissões da OAB/RJ sobre saúde no ambiente de trabalho.',
    },
    en: {
      title: 'Lawyer, Employment Law',
      greeting:
        'Hi, this is Rodrigo. If you can, tell me when you were hired, when you left and what was not paid. With that I can already give you guidance.',
      bio: 'For fifteen years he has appeared before the Labour Courts in individual claims on dismissal, working hours, accidents and harassment. He believes in doing the sums before the petition: clients know the figures and the risks from the first meeting.\n\nHe holds a postgraduate degree in Employment Law and Procedure and sits on Bar committees on health at work.',
    },
  },
  {
    slug: 'camila-duarte-reis',
    person: 3,
    area: 'consumidor',
    registration: 'OAB/RJ 187.645',
    services: ['negativa-de-plano-de-saude', 'nome-negativado-indevidamente', 'atraso-e-cancelamento-de-voo'],
    pt: {
      title: 'Advogada, Direito do Consumidor e da Saúde',
      greeting:
        'Olá, sou a Camila. Se o caso envolve saúde ou um prazo curto, diga logo na primeira mensagem para eu tratar com prioridade.',
      bio: 'Dedica-se a conflitos entre consumidores e empresas de serviços essenciais: planos de saúde, bancos, companhias aéreas e concessionárias. Tem experiência em pedidos urgentes de internação, cirurgia e medicamentos.\n\nMestra em Direito pela UFF, pesquisou a cobertura obrigatória dos planos de saúde e o papel das agências reguladoras.',
    },
    en: {
      title: 'Lawyer, Consumer and Health Law',
      greeting:
        'Hello, I am Camila. If your case is about health or has a short deadline, say so in your first message so that I can treat it as a priority.',
      bio: 'She handles disputes between consumers and providers of essential services: health plans, banks, airlines and utilities, with experience in urgent requests for hospital admission, surgery and medicines.\n\nShe holds a Master of Laws from UFF, where she studied mandatory health-plan coverage and the role of regulators.',
    },
  },
  {
    slug: 'eduardo-palha-sampaio',
    person: 4,
    area: 'empresarial',
    registration: 'OAB/RJ 121.588',
    services: ['contratos-empresariais', 'sociedade-e-acordo-de-socios', 'adequacao-lgpd'],
    pt: {
      title: 'Sócio, Direito Empresarial e Proteção de Dados',
      greeting:
        'Olá, sou o Eduardo. Conte em que fase está a sua empresa e qual decisão precisa tomar agora. Se houver um contrato, leio antes de conversarmos.',
      bio: 'Assessora empresas de pequeno e médio porte em contratos, relações entre sócios e proteção de dados. Prefere documentos curtos, que quem vai cumprir consegue ler.\n\nFormado pela PUC-Rio, com especialização em Direito Societário, foi gerente jurídico de uma empresa de tecnologia antes de voltar à advocacia.',
    },
    en: {
      title: 'Partner, Business Law and Data Protection',
      greeting:
        'Hello, I am Eduardo. Tell me what stage your company is at and which decision you have to take now. If there is a contract, I will read it before we talk.',
      bio: 'He advises small and medium-sized companies on contracts, relations between partners and data protection. He prefers short documents that the people who must comply can actually read.\n\nA graduate of PUC-Rio with a specialisation in Corporate Law, he was head of legal at a technology company before returning to practice.',
    },
  },
  {
    slug: 'beatriz-lemos-carvalho',
    person: 5,
    area: 'imobiliario',
    registration: 'OAB/RJ 203.774',
    services: ['usucapiao-extrajudicial', 'distrato-e-atraso-de-obra', 'locacao-e-despejo', 'inventario-e-partilha'],
    pt: {
      title: 'Advogada de atendimento, Direito Imobiliário',
      greeting:
        'Oi, eu sou a Beatriz. Tenha à mão o contrato ou a certidão do imóvel, se houver, e me conte há quanto tempo a situação se arrasta.',
      bio: 'Recebe e organiza os casos de imóveis do escritório: leitura de matrículas, contratos de compra e venda, locação e regularização em cartório. É quem explica ao cliente, sem jargão, o que cada documento diz.\n\nPós-graduada em Direito Imobiliário, trabalhou quatro anos em um ofício de registro de imóveis do Rio de Janeiro.',
    },
    en: {
      title: 'Intake lawyer, Real Estate',
      greeting:
        'Hi, I am Beatriz. Keep the contract or the property certificate at hand, if there is one, and tell me how long this has been going on.',
      bio: 'She receives and organises the firm’s property cases: reading title records, purchase contracts, leases and regularisation at the registry. She is the one who explains, without jargon, what each document says.\n\nWith a postgraduate degree in Real Estate Law, she worked for four years at a land registry office in Rio de Janeiro.',
    },
  },
  {
    slug: 'lucas-andrade-moreira',
    person: 6,
    area: 'consumidor',
    registration: 'OAB/RJ 231.407-E',
    services: ['nome-negativado-indevidamente', 'atraso-e-cancelamento-de-voo', 'verbas-rescisorias'],
    pt: {
      title: 'Estagiário inscrito, primeiro atendimento',
      greeting:
        'Oi, sou o Lucas, do primeiro atendimento. Faço algumas perguntas rápidas para que o advogado certo já receba o seu caso organizado.',
      bio: 'Responde as primeiras mensagens, confere prazos e documentos e encaminha cada pessoa ao profissional da área, sempre sob a supervisão de um advogado do escritório.\n\nCursa o último ano de Direito na UFRJ e é voluntário em um núcleo de atendimento ao consumidor superendividado.',
    },
    en: {
      title: 'Registered legal trainee, first contact',
      greeting:
        'Hi, I am Lucas, from first contact. I ask a few quick questions so that the right lawyer receives your case already organised.',
      bio: 'He answers first messages, checks deadlines and documents and directs each person to the right professional, always supervised by one of the firm’s lawyers.\n\nHe is in his final year of Law at UFRJ and volunteers at a centre that helps over-indebted consumers.',
    },
  },
]
