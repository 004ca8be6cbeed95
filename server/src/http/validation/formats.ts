/** What texts of the native API hold, where their schema names a `format` of ours: the check, and what it says. */
import { hasUnreadable, isBlank } from '../../lib/names.ts'
import { findMoment } from '../../lib/read-moment.ts'

interface Format {
  readonly isValid: (text: string) => boolean
  readonly message: string
}

export const formats: Readonly<Record<string, Format>> = {
  'date-time': {
    isValid: text => findMoment(text) !== null,
    message: 'must be a moment such as 2026-12-01T09:30:00Z, in the years 1970 to 9999',
  },
  line: {
    isValid: text => !hasUnreadable(text),
    message: 'must be one line of characters that can be read',
  },
  reference: {
    isValid: text => !isBlank(text) && !hasUnreadable(text),
    message: 'must be one line of characters that can be read',
  },
}
