/** Bodies as they come from no-code tools: JSON, forms, and JSON that calls itself a form. What is none is a Refusal. */
import { RefusedCall } from '../../http/errors/refused-call.ts'
import { gatherFields } from '../../lib/sent/form-fields.ts'
import { DoubledKey, readJson } from '../../lib/sent/read-json.ts'
import { decodeUtf8 } from '../../lib/utf8.ts'
import { type Body, printable } from './translate.ts'

/** The text of a body. */
export function readText(bytes: Uint8Array): string {
  try {
    return decodeUtf8(bytes)
  } catch {
    throw unreadable()
  }
}

/** Throws `DoubledKey` too. */
export function parseJson(text: string): Body {
  if (text.trim() === '') return {}
  let value: unknown
  try {
    value = readJson(text.replace(/^\ufeff/, ''))
  } catch (error) {
    throw error instanceof DoubledKey ? error : unreadable()
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unreadable()
  return value as Body
}

/** A repeated field becomes a list. `curl -d '{…}'` without a header arrives here too. */
export function parseForm(text: string): Body {
  return text.trimStart().startsWith('{') ? parseJson(text) : gatherFields(new URLSearchParams(text))
}

/** The same of a form in parts, as some tools and browsers send it. `type` names what parts the parts. */
export async function parseParts(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<Body> {
  const body = new Response(bytes, { headers: { 'content-type': type } })
  const form = await body.formData().catch(() => {
    throw unreadable()
  })
  // A browser sends an empty one where nobody chose any.
  const pairs = [...form].filter(([, value]) => typeof value === 'string' || value.size > 0)
  const file = pairs.find(([, value]) => typeof value !== 'string')
  if (file)
    throw new RefusedCall('invalid', `${file[0]} is a file`, [
      { code: 'wrong_type', field: printable(file[0]), value: 'a file' },
    ])
  return gatherFields(pairs)
}

/** A body that is neither a JSON object nor a form, or no UTF-8. */
function unreadable(): RefusedCall {
  return new RefusedCall('invalid', 'The body is not readable', [{ code: 'unreadable_body', field: '' }])
}
