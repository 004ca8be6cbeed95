/**
 * The server keeps and answers what stands behind the @ in ASCII; people read and write it in their own letters. It is turned
 * here, where answers come in, so that no screen needs to think of it. What goes back may be written either way.
 */
import { toASCII, toUnicode } from 'punycode.js'

/** Of a JSON text: behind an @, and where a text is a host and nothing else. */
export function showHosts(body: string): string {
  return body.replace(/([@"])((?:[a-z0-9-]+\.)*xn--[a-z0-9-]+(?:\.[a-z0-9-]+)*)/g, (_, before, host) => {
    try {
      const shown = toUnicode(host)
      return before + (toASCII(shown) === host ? shown : host)
    } catch {
      return before + host
    }
  })
}
