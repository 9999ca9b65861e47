import { format } from 'node:util'
import { expect, test } from 'vitest'
import { testEnv } from '#tests/support/test-env.ts'
import { maskConsole } from './mask-console.ts'

const env = testEnv({ AUTH_SECRET: 'a secret that nobody must ever read in a log' })

function openSink() {
  const lines: string[] = []
  const write = (...words: unknown[]) => void lines.push(format(...words))
  const sink = { debug: write, error: write, info: write, log: write, warn: write }
  maskConsole(env, sink)
  return { sink, read: () => lines.join('\n') }
}

test('what libraries print is masked, at every level', () => {
  const { sink, read } = openSink()
  for (const level of ['debug', 'error', 'info', 'log', 'warn'] as const) {
    sink[level](`%s for ana@exemplo.com`, env.AUTH_SECRET, { cookie: `plantao_session=abc` })
  }
  expect(read()).not.toMatch(/nobody must|ana@|=abc/)
  expect(read().match(/\[masked\] for \[masked\]/g)).toHaveLength(5)
})

test('an error shows its stack and its cause, not what hangs on it, and a per cent sign stays one', () => {
  const { sink, read } = openSink()
  const cause = Object.assign(new Error('no 100%s'), { detail: 'Rua das Flores' })
  sink.error(Object.assign(new Error('page failed', { cause }), { rows: ['Rua das Flores'] }))
  expect(read()).toMatch(/page failed[\s\S]*caused by Error: no 100%s/)
  expect(read()).not.toContain('Flores')
})
