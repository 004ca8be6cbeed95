/**
 * What texts may hold, as patterns: the checks go by them, and the description of the API says them. They use nothing that
 * only some languages know, since clients are made from the description in all of them.
 */

/** Control characters, what is lost, and what turns letters around or is not seen, but for what belongs to the letter before it. */
const turning = String.raw`\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069`
const unseen = String.raw`\u00ad\u034f\u17b4\u17b5\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff0-\ufff8`
const notInLines = String.raw`\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069`
const notInLine = String.raw`\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffd${turning}${unseen}`

/** A text of these alone is no name. */
const notSeen = String.raw` \u00a0\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u1680\u180b-\u180f\u2000-\u200d\u202f\u205f\u2800\u3000\ue000-\uf8ff\ufe00-\ufe0f\ufff9-\uffff`

export const slugPattern = '^(?=.{2,63}$)(?=.*[a-z])[a-z0-9]+(?:-+[a-z0-9]+)*$'
export const namePattern = '^[a-z0-9_-]{1,64}$'
export const creditsPattern = String.raw`^\d{1,12}(?:\.\d{1,2})?$`

/** In a schema beside a text (`x-form`): what its check lets through, for the description alone. The check tells all faults at once. */
export const forms = {
  line: (maxLength: number) => ({
    ...named(`Line${maxLength}`),
    ...{ minLength: 1, maxLength },
    pattern: `^[^${notInLine}]*[^${notInLine}${notSeen}][^${notInLine}]*$`,
  }),
  /** Empty: there is none. */
  lineOrNone: (maxLength: number) => ({
    ...named(`LineOrNone${maxLength}`),
    maxLength,
    pattern: `^(?:[^${notInLine}]*[^${notInLine}${notSeen}][^${notInLine}]*)?$`,
  }),
  lines: (maxLength = 2000) => ({ ...named(`Lines${maxLength}`), maxLength, pattern: `^[^${notInLines}]*$` }),
  slug: { ...named('Slug'), pattern: slugPattern },
  name: { ...named('MachineName'), pattern: namePattern },
  credits: { pattern: creditsPattern },
  signedCredits: { pattern: creditsPattern.replace('^', '^-?') },
  reference: {
    ...named('Reference'),
    ...{ minLength: 1, maxLength: 255 },
    pattern: `^[^${notInLine}]*[^${notInLine}${notSeen}][^${notInLine}]*$`,
  },
  domain: { pattern: '^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}$' },
  until: { pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}.*)?$', format: 'date-or-moment' },
  email: { format: 'email', maxLength: 254 },
  webAddress: { format: 'uri', pattern: '^https?://', maxLength: 2048 },
  timeZone: { format: 'time-zone' },
  locale: { pattern: '^[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?$' },
  color: { pattern: '^#[0-9a-fA-F]{6}$' },
  address: { format: 'ip-or-network' },
  picture: { format: 'data-url' },
  range: (minimum: number, maximum: number) => ({ minimum, maximum }),
} as const

/** Stands in the description once, under this name. */
function named(title: string) {
  return { title, type: 'string' as const }
}
