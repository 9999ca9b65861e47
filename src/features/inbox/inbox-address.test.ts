import { expect, test } from 'vitest'
import { inboxView } from '#server/contracts/inbox.ts'
import { inboxHref, readInboxView } from './inbox-address.ts'

test.each(inboxView.options)('the view "%s" is read from the address it was written to', (view) => {
  const { pathname, searchParams } = new URL(inboxHref(view, 'abc'), 'https://site.example')
  expect([pathname, readInboxView(searchParams.get('lista') ?? undefined)]).toEqual(['/painel/abc', view])
})

test('an address without a word, or with an unknown one, is the whole list', () => {
  expect([inboxHref('all'), readInboxView(undefined), readInboxView('outra')]).toEqual(['/painel', 'all', 'all'])
})
