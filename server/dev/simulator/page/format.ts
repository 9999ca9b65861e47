export const formatTime = (iso: string): string => new Date(iso).toLocaleTimeString('pt-BR')
export const formatDate = (iso: string): string => new Date(iso).toLocaleDateString('pt-BR', { dateStyle: 'long' })
export const formatClock = (iso: string): string =>
  new Date(iso).toLocaleTimeString('pt-BR', { hour: '2-digit', minute: '2-digit' })

/** JSON as a person reads it; anything else as it is. */
export function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
