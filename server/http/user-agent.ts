const longest = 256

/** As the browser calls itself: one line of 256 characters at most, empty where it does not say. */
export const readUserAgent = (header: string | undefined): string =>
  (header ?? '')
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, longest)
    .trim()
