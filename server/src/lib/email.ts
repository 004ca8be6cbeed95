/** What an email is. Every place that takes one reads it by `normalizeEmail`, so that whoever was met once is found again. */
import { domainToASCII, domainToUnicode } from 'node:url'

/** RFC 5321 §4.5.3.1: what a mail server must be able to take. */
export const maxEmailLength = 254
const maxLocalPartLength = 64

// RFC 5321 dot-atom, widened by RFC 6531 to everything outside ASCII that is neither space, control nor punctuation.
const localPart = /^[\w!#$%&'*+/=?^`{|}~\u{a1}-\u{10ffff}-]+(?:\.[\w!#$%&'*+/=?^`{|}~\u{a1}-\u{10ffff}-]+)*$/u
const domain = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9-]{2,63}$/

/**
 * The identity of a person: without what stands around it unseen, lower case, NFC, apostrophes and hyphens as keyboards have
 * them, the domain in ASCII. Null when the text is no mail address.
 */
export function normalizeEmail(text: string): string | null {
  const address = readLetters(text)
  const at = address.lastIndexOf('@')
  const local = address.slice(0, at)
  if (at < 1 || local.length > maxLocalPartLength || !localPart.test(local)) return null
  if (isUnmailable(local)) return null
  const name = address.slice(at + 1)
  if (/[\s/\\#?%]/.test(name)) return null // the conversion reads an address of the web and would drop what follows
  const host = domainToASCII(name)
  const email = `${local}@${host}`
  return domain.test(host) && Buffer.byteLength(email) <= maxEmailLength ? email : null
}

/** As people write it: the domain in its own letters. For their eyes alone; what is answered to programs stays as it is kept. */
export function showEmail(email: string): string {
  const at = email.lastIndexOf('@')
  const host = email.slice(at + 1)
  const name = domainToUnicode(host)
  return domainToASCII(name) === host ? email.slice(0, at + 1) + name : email
}

/** Enough of an address for its owner to know it. */
export function hintAt(email: string): string {
  const at = email.lastIndexOf('@')
  const [initial = ''] = email
  return `${initial}•••${email.slice(at)}`
}

// Tried once a run of them: where it does not reach the end, none of its later letters begins another try.
const unseenAround = /^[\s\x85\p{Z}\p{Cf}\p{DI}]+|(?<![\s\x85\p{Z}\p{Cf}\p{DI}])[\s\x85\p{Z}\p{Cf}\p{DI}]+$/gu

/** Without the spaces and the marks that nobody sees before and behind a text that was pasted. */
export function trimUnseen(text: string): string {
  return text.replace(unseenAround, '')
}

/**
 * The ways in which an email may hold a part of one, as somebody looks for it: as it stands, and with the domain in ASCII. A
 * last label that is cut off is found by its ASCII letters, which come first in the encoded one.
 */
export function readEmailPart(text: string, { isCut }: { isCut: boolean }): string[] {
  const part = readLetters(text)
  const at = part.lastIndexOf('@')
  const labels = part.slice(at + 1).split(/[.\u3002\uff0e\uff61]/)
  const encode = (label: string, index: number) => {
    if (!/[^\0-\x7f]/.test(label)) return label
    const whole = domainToASCII(label) || label // empty: a name of a host has no such letters
    const start = whole.includes('-', 4) ? whole.slice(0, whole.lastIndexOf('-')) : at < 0 ? whole : whole.slice(0, 4)
    return isCut && index === labels.length - 1 ? start : whole
  }
  const host = labels.map(encode).join('.')
  return at < 0 ? [...new Set([part, host])] : [part.slice(0, at + 1) + host]
}

/** The letters that are meant, in place of those that phones and word processors put there. */
function readLetters(text: string): string {
  // In this order: some letters join their marks in lower case only.
  const letters = trimUnseen(text).toLowerCase().normalize('NFC')
  return letters.replace(apostrophes, "'").replace(hyphens, '-')
}

const apostrophes = /[\u00b4\u02b9\u02bb-\u02bd\u02c8\u2018-\u201b\u2032\u2035\ua78b\ua78c\uff07]/g
const hyphens = /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g

/** No mail server has quotes, dots or marks of print in a name; U+FFFD stands for what could not be read. */
function isUnmailable(local: string): boolean {
  return /[\p{Z}\p{C}\ufffd]/u.test(local) || /(?![\0-\x7f])[\p{P}\p{Sk}]/u.test(local)
}
