/** What texts of the native API hold, where their schema names a `format` of ours: the check, and what it says. */
import { findMoment } from '../lib/read-moment.ts'

interface Format {
  readonly isValid: (text: string) => boolean
  readonly message: string
}

export const formats: Readonly<Record<string, Format>> = {
  'date-time': {
    isValid: text => findMoment(text) !== null,
    message: 'must be a moment such as 2026-12-01T09:30:00Z, in the years 1970 to 9999',
  },
  // The references that we make up ourselves begin like this: nobody may write one in our name.
  reference: {
    isValid: text => !/\p{Cc}|^\s*(?:idempotency-key|undo) |^\s*$/u.test(text),
    message: 'must be one line that is not blank, and not begin with the words "idempotency-key" or "undo"',
  },
}
