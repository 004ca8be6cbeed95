/** The page that somebody asked for who had forgotten the password: the mailed link may open in another tab, within the hour. */
import { ownPath } from '../address/own-path.ts'

const place = 'usher.way-back'
const longest = 60 * 60 * 1000

export function keepWayBack(email: string, next: string | undefined): void {
  if (next === undefined) localStorage.removeItem(place)
  else localStorage.setItem(place, JSON.stringify({ email: email.toLowerCase(), next, at: Date.now() }))
}

/** Once, and only to who asked. */
export function takeWayBack(email: string): string | undefined {
  const kept = localStorage.getItem(place)
  localStorage.removeItem(place)
  if (kept === null) return undefined
  const { next, at, ...asked } = JSON.parse(kept) as { email: string; next: string; at: number }
  return asked.email === email.toLowerCase() && Date.now() - at < longest ? ownPath(next) : undefined
}
