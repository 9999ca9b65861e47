const particles = new Set(['da', 'das', 'de', 'do', 'dos', 'e'])
const titles = /^(dra?|sra?|mr|mrs|ms)\.?$/i

/** First letters of the first and last name, without titles and particles: "Dra. Ana de Souza" → "AS". */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => word && !particles.has(word.toLowerCase()) && !titles.test(word))
  const ends = words.length > 1 ? [words.at(0), words.at(-1)] : words
  return ends.map((word) => word?.charAt(0).toLocaleUpperCase('pt-BR') ?? '').join('')
}
