import { readMoment } from '../lib/read-moment.ts'

const defaultDays = 14
const day = 24 * 60 * 60_000

/** Two weeks, unless something else is said. */
export function readExpiry(text: string | undefined, now: Date): Date {
  return text === undefined ? new Date(now.getTime() + defaultDays * day) : readMoment(text)
}

export function expiryProblem(expiresAt: Date, now: Date): string | null {
  return expiresAt > now ? null : 'must lie in the future'
}
