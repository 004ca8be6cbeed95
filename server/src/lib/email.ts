import { domainToASCII } from 'node:url'

/** RFC 5321 §4.5.3.1: what a mail server must be able to take. */
export const maxEmailLength = 254
const maxLocalPartLength = 64

// RFC 5321 dot-atom, widened by RFC 6531 to everything outside ASCII that is neither space nor control.
const localPart = /^[\w!#$%&'*+/=?^`{|}~\u{a1}-\u{10ffff}-]+(?:\.[\w!#$%&'*+/=?^`{|}~\u{a1}-\u{10ffff}-]+)*$/u
const domain = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9-]{2,63}$/

/** The identity of a person: trimmed, lower case, NFC, the domain in ASCII. Null when the text is no mail address. */
export function normalizeEmail(text: string): string | null {
  // In this order: some letters join their marks in lower case only.
  const address = text.trim().toLowerCase().normalize('NFC')
  const at = address.lastIndexOf('@')
  const local = address.slice(0, at)
  if (at < 1 || local.length > maxLocalPartLength || !localPart.test(local)) return null
  if (/[\p{Z}\p{C}\ufffd]/u.test(local)) return null // U+FFFD stands for what could not be read
  const name = address.slice(at + 1)
  if (/[\s/\\#?%]/.test(name)) return null // the conversion reads an address of the web and would drop what follows
  const host = domainToASCII(name)
  const email = `${local}@${host}`
  return domain.test(host) && Buffer.byteLength(email) <= maxEmailLength ? email : null
}
