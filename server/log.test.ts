import { expect, test } from 'vitest'
import { createLog } from './log.ts'

function captureLines() {
  const lines: string[] = []
  const log = createLog({ name: 'test', level: 'info', stream: { write: (line: string) => void lines.push(line) } })
  return { log, read: () => lines.join('') }
}

test('addresses, texts and keys never reach a line, however they are nested', () => {
  const { log, read } = captureLines()
  log.info({ email: 'ana@exemplo.com', job: { body: 'segredo', id: 'j1' }, a: { visitor: { phone: '+5521' } } }, 'sent')
  expect(read()).not.toMatch(/ana@|segredo|\+5521/)
  expect(read()).toContain('"id":"j1"')
})

test('an error keeps its message, code and cause but not the properties that drivers attach', () => {
  const { log, read } = captureLines()
  const error = Object.assign(new Error('insert failed', { cause: new Error('socket closed') }), {
    code: '23505',
    parameters: ['ana@exemplo.com'],
  })
  log.error({ err: error }, 'failed')
  expect(read()).toMatch(/insert failed.*23505.*socket closed/)
  expect(read()).not.toContain('ana@exemplo.com')
})

test('a connection string inside a message loses its credentials', () => {
  const { log, read } = captureLines()
  log.error({ err: new Error('cannot reach redis://default:hunter2@127.0.0.1:6379') }, 'failed')
  expect(read()).not.toContain('hunter2')
  expect(read()).toContain('//[masked]@127.0.0.1')
})
