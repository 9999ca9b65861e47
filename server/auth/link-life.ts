/** Of a sign-in link: time enough for a mail to arrive, and for a person to come back to it. */
export const linkLifeSeconds = 10 * 60
