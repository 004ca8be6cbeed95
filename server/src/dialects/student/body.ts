/** Bodies as they come from no-code tools: JSON, forms, and JSON that calls itself a form. */
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

export function parseJson(text: string): Body {
  if (text.trim() === '') return {}
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    throw new UnreadableBody()
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new UnreadableBody()
  return value as Body
}

/** A repeated field becomes a list. `curl -d '{…}'` without a header arrives here too. */
export function parseForm(text: string): Body {
  if (text.trimStart().startsWith('{')) return parseJson(text)
  const fields = Map.groupBy(new URLSearchParams(text), ([name]) => name)
  return Object.fromEntries(
    [...fields].map(([name, pairs]) => [name, pairs.length > 1 ? pairs.map(pair => pair[1]) : pairs[0]?.[1]]),
  )
}
