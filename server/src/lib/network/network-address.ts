/** Addresses of the internet as programs write them: read in one way, so that what is one address is one text. */
import { isIP } from 'node:net'

/**
 * The address in its canonical text; null: it is none. A port, brackets and the interface are left out, and an IPv4 address in
 * the clothes of IPv6 is what it is.
 */
export function readAddress(text: string): string | null {
  const written = text.trim()
  const inBrackets = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(written)?.[1]
  const withPort = /^([\d.]+):\d{1,5}$/.exec(written)?.[1]
  const address = (inBrackets ?? withPort ?? written).replace(/%.*$/, '')
  const family = isIP(address)
  if (family !== 6) return family === 4 && inBrackets === undefined ? address : null
  const words = wordsOf(address)
  const isFour = words.slice(0, 5).every(word => word === 0) && words[5] === 0xffff
  if (!isFour) return new URL(`http://[${address}]`).hostname.slice(1, -1)
  return words
    .slice(6)
    .flatMap(word => [word >> 8, word & 255])
    .join('.')
}

/** Addresses that one person has at will count as one: a /64 of IPv6. What is no address is a network of its own. */
export function networkOf(address: string | null): string {
  const read = address === null ? null : readAddress(address)
  if (read === null) return 'nowhere'
  if (isIP(read) === 4) return read
  return wordsOf(read)
    .slice(0, 4)
    .map(word => word.toString(16))
    .join(':')
}

/** The 128 bits of an IPv6 address, sixteen by sixteen. */
function wordsOf(address: string): number[] {
  const [start = '', end] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const read = (part = '') => (part === '' ? [] : part.split(':').map(word => Number.parseInt(word, 16)))
  const [first, last] = [read(start), read(end)]
  return [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last]
}
