interface Archive {
  readonly fileName: string
  readonly base64: string
}

/** Hands a file that a procedure answered to the browser's downloads. */
export function saveArchive({ fileName, base64 }: Archive): void {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/zip' }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  // A browser may begin to read it only after this turn.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
