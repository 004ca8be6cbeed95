/** Bodies as they come from no-code tools: JSON, forms, and JSON that calls itself a form. */
import { gatherFields } from '../../lib/sent/form-fields.ts'
import { DoubledKey, readJson } from '../../lib/sent/read-json.ts'
import { decodeUtf8 } from '../../lib/utf8.ts'
import type { Body } from './translate.ts'

/** A body that is neither a JSON object nor a form, or no UTF-8. */
export class UnreadableBody extends Error {}

/** A file where a field belongs. */
export class FileSent extends Error {
  readonly field: string

  constructor(field: string) {
    super(`${field} is a file`)
    this.field = field
  }
}

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

/** The same of a form in parts, as some tools and browsers send it. Throws `FileSent`. `type` names what parts the parts. */
export async function parseParts(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<Body> {
  const body = new Response(bytes, { headers: { 'content-type': type } })
  const form = await body.formData().catch(() => {
    throw new UnreadableBody()
  })
  // A browser sends an empty one where nobody chose any.
  const pairs = [...form].filter(([, value]) => typeof value === 'string' || value.size > 0)
  const file = pairs.find(([, value]) => typeof value !== 'string')
  if (file) throw new FileSent(file[0])
  return gatherFields(pairs)
}
