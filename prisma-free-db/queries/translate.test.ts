import { expect, test } from 'vitest'
import { translate } from './translate.ts'

const row = { name: 'Divórcio', summary: 'Por acordo', translations: { en: { name: 'Divorce' } } }

test('the default locale is the row itself', () => {
  expect(translate(row, 'pt-BR')).toEqual(row)
})

test('another locale takes the texts it has and keeps the rest', () => {
  expect(translate(row, 'en')).toMatchObject({ name: 'Divorce', summary: 'Por acordo' })
})

test.each([[{}], [null], ['text'], [{ en: 3 }]])('translations that are %j change nothing', (translations) => {
  expect(translate({ ...row, translations }, 'en')).toMatchObject({ name: 'Divórcio' })
})
