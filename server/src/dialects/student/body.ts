/** Bodies as they come from no-code tools: JSON, forms, and JSON that calls itself a form. */
import { gatherFields } from '../../lib/form-fields.ts'
import { DoubledKey, readJson } from '../../lib/read-json.ts'
import { decodeUtf8 } from '../../lib/utf8.ts'
import type { Body } from './translate.ts'

/** A body that is neither a JSON object nor a form, or no UTF-8. */
export class UnreadableBody extends Error {}

/** The text of a body. */
export function readText(bytes: Uint8Array): string {
  try {
    return decodeUtf8(bytes)
  } catch {
    throw new UnreadableBody()
  }
}

/** Throws `DoubledKey` too. */
export function parseJson(text: string): Body {
  if (text.trim() === '') return {}
  let value: unknown
  try {
    value = readJson(text.replace(/^\ufeff/, ''))
  } catch (error) {
    throw error instanceof DoubledKey ? error : new UnreadableBody()
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new UnreadableBody()
  return value as Body
}

/** A repeated field becomes a list. `curl -d '{…}'` without a header arrives here too. */
export function parseForm(text: string): Body {
  return text.trimStart().startsWith('{') ? parseJson(text) : gatherFields(new URLSearchParams(text))
}
