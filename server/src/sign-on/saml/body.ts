/** Messages as they come in: a field of a form, or of an address where they are compressed. Nothing is read twice in two ways. */
import { inflateRawSync } from 'node:zlib'
import { wrong } from '../verdict.ts'
import type { Check, Wrong } from './verdict.ts'
import { BadXml, bulkOfMessage, type Element, parseXml, readUtf8 } from './xml.ts'

const mostBytes = 256 * 1024

export interface Field {
  readonly value: string
  /** Name and value as they came, which is what a signature of a query covers. */
  readonly raw: string
}

/** The fields of a form or a query. One that is there twice has both. */
export function readFields(text: string): Map<string, readonly Field[]> {
  const fields = new Map<string, Field[]>()
  for (const raw of text.split('&')) {
    const cut = raw.indexOf('=')
    const [name, value] = cut < 0 ? [raw, ''] : [raw.slice(0, cut), raw.slice(cut + 1)]
    const named = fields.get(decode(name)) ?? []
    named.push({ value: decode(value), raw })
    fields.set(decode(name), named)
  }
  return fields
}

/** As a form is decoded. What cannot be is left as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

export interface Sent {
  /** As it came, undecoded. */
  readonly text: string
  readonly message: 'SAMLResponse' | 'SAMLRequest'
}

/** What may be wrong with how a message comes in. */
export const checksOfBody: readonly Check<Sent>[] = [
  { name: 'size', look: ({ text }) => (Buffer.byteLength(text) > mostBytes ? tooLarge : null) },
  { name: 'parameters', look: badParameters },
  { name: 'base64', look: ({ text, message }) => (isBase64(fieldOf(text, message)) ? null : notBase64) },
]

const tooLarge = wrong('too_large', `the message has more than ${mostBytes} bytes`)
const notBase64 = wrong('not_base64', 'the message is not base64')

function badParameters({ text, message }: Sent): Wrong | null {
  const fields = readFields(text)
  if (!fields.has(message)) return wrong('no_message', `there is no ${message}`)
  const doubled = [message, 'RelayState', 'SigAlg', 'Signature'].find(name => (fields.get(name)?.length ?? 0) > 1)
  return doubled ? wrong('doubled_parameter', `${doubled} came twice`) : null
}

/** Lines may be broken, as some write base64. */
function isBase64(text: string): boolean {
  const joined = text.replace(/\r?\n/g, '')
  return joined.length > 0 && joined.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(joined)
}

export function fieldOf(text: string, name: string): string {
  return readFields(text).get(name)?.[0]?.value ?? ''
}

/** What came along, which nobody vouches for. */
export function relayOf(text: string): string | null {
  const relay = fieldOf(text, 'RelayState')
  return relay.length > 0 && relay.length <= 2048 ? relay : null
}

/** What was compressed for an address, as far as it may be long. */
export function inflate(bytes: Buffer): Buffer | Wrong {
  try {
    return inflateRawSync(bytes, { maxOutputLength: mostBytes })
  } catch (error) {
    return error instanceof RangeError
      ? tooLarge
      : wrong('not_deflated', 'the message is not compressed as it should be')
  }
}

export function readText(bytes: Buffer): string | Wrong {
  try {
    return readUtf8(bytes)
  } catch (error) {
    if (error instanceof BadXml) return wrong('not_utf8', error.message)
    throw error
  }
}

export function readXml(xml: string): Element | Wrong {
  try {
    return parseXml(xml, bulkOfMessage)
  } catch (error) {
    if (error instanceof BadXml) return wrong('not_xml', error.message)
    throw error
  }
}
