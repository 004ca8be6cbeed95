import type { Reader } from '../db/database.ts'
import { LimitMet } from '../lib/refusal.ts'
import { attemptKeys, countAttempt } from './attempts.ts'

/** To one person, whoever asks, and whatever is sent again. */
const limit = { times: 5, minutes: 60 }

/** Throws `rate_limited`: a person's mailbox is not for others to fill. */
export async function requireFewAgain(reader: Reader, email: string, now: Date): Promise<void> {
  if (!(await countAttempt(reader, attemptKeys.mailAgainTo(email), limit, now)))
    throw new LimitMet('mails-again', limit, 'This person was sent mails again too often. Try again in an hour.')
}
