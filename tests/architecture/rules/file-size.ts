import { perFile } from '../rule.ts'

const maxLines = 350

/** A file does one thing: split it before this length. */
export const fileSize = perFile(({ path, lineCount }) =>
  lineCount > maxLines ? [{ path, line: maxLines, message: `has ${lineCount} lines: split before ${maxLines}` }] : [],
)
