import { expect, test } from 'vitest'
import { readMessageText } from './message-text.ts'

test('text is what was written, without the blanks around it', () => {
  expect(readMessageText({ type: 'text', text: { body: ' Bom dia\nTudo bem? ' } })).toBe('Bom dia\nTudo bem?')
})

test.each([
  [{ type: 'image', image: { id: '1', caption: 'Meu contrato' } }, '[Imagem] Meu contrato'],
  [{ type: 'image', image: { id: '1' } }, '[Imagem]'],
  [{ type: 'video', video: {} }, '[Vídeo]'],
  [{ type: 'audio', audio: { id: '1', voice: true } }, '[Mensagem de voz]'],
  [{ type: 'audio', audio: { id: '1' } }, '[Áudio]'],
  [{ type: 'sticker', sticker: {} }, '[Figurinha]'],
  [{ type: 'document', document: { filename: 'rescisão.pdf', caption: 'Segue' } }, '[Documento: rescisão.pdf] Segue'],
  [
    { type: 'location', location: { latitude: -22.9, longitude: -43.1, name: 'Fórum' } },
    '[Localização: Fórum, https://maps.google.com/?q=-22.9,-43.1]',
  ],
  [{ type: 'contacts', contacts: [{ name: { formatted_name: 'Dr. Rui' } }] }, '[Contato: Dr. Rui]'],
  [{ type: 'reaction', reaction: { emoji: '👍', message_id: 'wamid.1' } }, '[Reagiu com 👍]'],
  [{ type: 'reaction', reaction: { message_id: 'wamid.1' } }, '[Retirou a reação]'],
  [{ type: 'button', button: { text: 'Quero falar' } }, 'Quero falar'],
  [
    { type: 'interactive', interactive: { type: 'list_reply', list_reply: { id: '1', title: 'Divórcio' } } },
    'Divórcio',
  ],
])('%j can be read by whoever answers', (message, text) => {
  expect(readMessageText(message)).toBe(text)
})

test.each([
  [{ type: 'unsupported', errors: [{ code: 131051 }] }],
  [{ type: 'poll' }],
  [{ type: 'text' }],
  [{ type: 'text', text: 'not an object' }],
  [{}],
])('%j is not lost: that something came is said', (message) => {
  expect(readMessageText(message)).toMatch(/só o aplicativo do WhatsApp mostra/)
})

test('a message of blanks is named', () => {
  expect(readMessageText({ type: 'text', text: { body: '  ' } })).toBe('[Mensagem vazia]')
})

test('notices of WhatsApp itself are no messages', () => {
  expect(readMessageText({ type: 'system', system: { body: 'mudou de número' } })).toBeNull()
})
