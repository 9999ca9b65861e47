import { expect, test } from 'vitest'
import { splitParagraphs } from './split-paragraphs.ts'

test('blank lines part paragraphs, single breaks do not', () => {
  expect(splitParagraphs('um\nainda um\n\ndois\n \n\ntrês\n')).toEqual(['um\nainda um', 'dois', 'três'])
})

test('an empty text has no paragraphs', () => {
  expect(splitParagraphs(' \n\n ')).toEqual([])
})
