import type { PracticeArea } from '#server/contracts/catalogue.ts'
import { defineTexts } from './use-text.ts'

interface AreaText {
  readonly name: string
  readonly about: string
}

/** Each practice area in words; one that lacks a text does not compile. */
export const areaTexts = defineTexts<Record<PracticeArea, AreaText>>(
  {
    familia: { name: 'Família e sucessões', about: 'Separações, filhos, heranças e acordos que precisam durar.' },
    trabalhista: {
      name: 'Trabalhista',
      about: 'Vínculos, verbas e rescisões, para quem trabalha e para quem emprega.',
    },
    consumidor: { name: 'Consumidor', about: 'Cobranças, contratos e serviços que não cumprem o combinado.' },
    imobiliario: { name: 'Imobiliário', about: 'Compra e venda, locação, posse e condomínio.' },
    empresarial: { name: 'Empresarial', about: 'Contratos, sociedades e o dia a dia jurídico de quem empreende.' },
  },
  {
    familia: {
      name: 'Family and succession',
      about: 'Separations, children, estates, and agreements that have to last.',
    },
    trabalhista: {
      name: 'Employment',
      about: 'Contracts, pay and dismissals, for those who work and those who employ.',
    },
    consumidor: {
      name: 'Consumer rights',
      about: 'Charges, contracts and services that fall short of what was agreed.',
    },
    imobiliario: { name: 'Real estate', about: 'Purchase and sale, leases, possession and condominiums.' },
    empresarial: {
      name: 'Business',
      about: 'Contracts, partnerships, and the everyday legal side of running a company.',
    },
  },
)
