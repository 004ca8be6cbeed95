/** Addresses as clients of the real service write them, made plain before anything else reads them. */
import type { IncomingHttpHeaders } from 'node:http'

const ours = /^\/+v[12](?=[/?]|$)/

/**
 * Doubled slashes are folded, and a key in the address moves to the header it would otherwise be in: so it is in no log and no
 * link. A header that holds one already counts. Addresses of other faces stay as they are.
 */
export function plainAddress(url: string, headers: IncomingHttpHeaders): string {
  if (!ours.test(url)) return url
  const [path = '', ...rest] = url.split('?')
  const folded = path.replace(/\/{2,}/g, '/')
  if (rest.length === 0) return folded
  const isKey = (part: string) => /^api_key(?:=|$)/i.test(part)
  const parts = rest.join('?').split('&')
  const key = parts.find(isKey)?.slice('api_key='.length)
  if (key) headers['x-api-key'] ||= decode(key)
  const kept = parts.filter(part => part !== '' && !isKey(part))
  return kept.length === 0 ? folded : `${folded}?${kept.join('&')}`
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text // no key of ours
  }
}
