import { z } from 'zod'

/** Format: https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/payload-examples */
const captioned = z.object({ caption: z.string().optional() }).optional()

const content = z.object({
  type: z.string(),
  text: z.object({ body: z.string() }).optional(),
  image: captioned,
  video: captioned,
  document: z.object({ caption: z.string().optional(), filename: z.string().optional() }).optional(),
  audio: z.object({ voice: z.boolean().optional() }).optional(),
  location: z
    .object({
      latitude: z.coerce.number(),
      longitude: z.coerce.number(),
      name: z.string().optional(),
      address: z.string().optional(),
    })
    .optional(),
  contacts: z.array(z.object({ name: z.object({ formatted_name: z.string() }).optional() })).optional(),
  reaction: z.object({ emoji: z.string().optional() }).optional(),
  button: z.object({ text: z.string() }).optional(),
  interactive: z
    .object({
      button_reply: z.object({ title: z.string() }).optional(),
      list_reply: z.object({ title: z.string() }).optional(),
    })
    .optional(),
})

/**
 * A message as the conversation shows it. What is not text is named in brackets, in the language of the firm, so that
 * whoever answers knows that something came and can ask for it.
 * @returns null for WhatsApp's own notices, which nobody wrote
 */
export function readMessageText(message: unknown): string | null {
  const parsed = content.safeParse(message)
  if (!parsed.success) return unsupported
  const { type } = parsed.data
  if (type === 'system') return null
  return (describers[type]?.(parsed.data) ?? unsupported).trim() || '[Mensagem vazia]'
}

const unsupported = '[Mensagem de um tipo que só o aplicativo do WhatsApp mostra]'

type Content = z.infer<typeof content>

const describers: Readonly<Record<string, (message: Content) => string | undefined>> = {
  text: ({ text }) => text?.body,
  image: ({ image }) => withCaption('[Imagem]', image?.caption),
  video: ({ video }) => withCaption('[Vídeo]', video?.caption),
  audio: ({ audio }) => (audio?.voice ? '[Mensagem de voz]' : '[Áudio]'),
  sticker: () => '[Figurinha]',
  document: ({ document }) =>
    withCaption(document?.filename ? `[Documento: ${document.filename}]` : '[Documento]', document?.caption),
  location: ({ location }) => location && `[Localização: ${describePlace(location)}]`,
  contacts: ({ contacts = [] }) =>
    `[Contato: ${contacts.flatMap(({ name }) => name?.formatted_name ?? []).join(', ') || 'sem nome'}]`,
  reaction: ({ reaction }) => (reaction?.emoji ? `[Reagiu com ${reaction.emoji}]` : '[Retirou a reação]'),
  button: ({ button }) => button?.text,
  interactive: ({ interactive }) => interactive?.button_reply?.title ?? interactive?.list_reply?.title,
}

const withCaption = (name: string, caption: string | undefined): string => (caption ? `${name} ${caption}` : name)

function describePlace({ latitude, longitude, name, address }: NonNullable<Content['location']>): string {
  const words = [name, address].flatMap((word) => word ?? [])
  return [...words, `https://maps.google.com/?q=${latitude},${longitude}`].join(', ')
}
