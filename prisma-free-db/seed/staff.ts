import type { SeedPerson } from './shapes.ts'

export const staff: readonly SeedPerson[] = [
  { number: 1, role: 'admin', name: 'Helena Garcez Palha', email: 'helena@garcezpalha.example' },
  { number: 2, role: 'lawyer', name: 'Rodrigo Tavares Nogueira', email: 'rodrigo@garcezpalha.example' },
  { number: 3, role: 'lawyer', name: 'Camila Duarte Reis', email: 'camila@garcezpalha.example' },
  { number: 4, role: 'lawyer', name: 'Eduardo Palha Sampaio', email: 'eduardo@garcezpalha.example' },
  { number: 5, role: 'attendant', name: 'Beatriz Lemos Carvalho', email: 'beatriz@garcezpalha.example' },
  { number: 6, role: 'attendant', name: 'Lucas Andrade Moreira', email: 'lucas@garcezpalha.example' },
]
