/** Tags are words of the entry's first line and of messages, and fields beside "#epoch": none may look like another. */
export const encodeTag = (tag: string): string => (special.test(tag) ? tag.replace(allSpecial, escapeCodeUnit) : tag)

const special = /[\s%#\ud800-\udfff]/
const allSpecial = new RegExp(special, 'g')

const escapeCodeUnit = (unit: string): string => `%${unit.charCodeAt(0).toString(16).padStart(4, '0')}`

/** A script cannot name many more at once. */
export const maxTags = 1_000
