/** What is wrong with a request that does not have its route's shape: each fault once, by its field, in words. */

import type { FieldError } from '../../lib/refusal.ts'
import { findNearName } from '../../lib/sent/field-names.ts'
import { formats } from '../validation/formats.ts'
import type { ShapeFault } from '../validation/list-faults.ts'

/** What is too little or too much, in words. */
const limits: Readonly<Record<string, (limit: number) => string>> = {
  minLength: limit => (limit === 1 ? 'must not be empty' : `must have at least ${limit} characters`),
  maxLength: limit => `must have at most ${limit} ${limit === 1 ? 'character' : 'characters'}`,
  minItems: limit => (limit === 1 ? 'must hold at least one' : `must hold at least ${limit}`),
  maxItems: limit => `must hold at most ${limit}`,
  maxProperties: limit => `must hold at most ${limit}`,
  minimum: limit => `must be at least ${limit}`,
  maximum: limit => `must be at most ${limit}`,
}

export function toFieldError({ instancePath, message, params, keyword }: ShapeFault): FieldError {
  const missing = 'missingProperty' in params ? `/${params.missingProperty}` : ''
  const unknown = 'additionalProperty' in params ? `/${params.additionalProperty}` : ''
  const field = `${instancePath}${missing}${unknown}`.slice(1).replaceAll('/', '.')
  if (missing) return { field, message: 'is required' }
  if (unknown) return { field, message: `is not known here${suggest(String(params.additionalProperty), params.known)}` }
  if (keyword === 'enum') return { field, message: sayChoices(params.allowedValues as readonly unknown[], params.sent) }
  if (keyword === 'const') return { field, message: `must be ${params.allowedValue}` }
  if (keyword === 'minProperties') return { field, message: 'must hold something to change' }
  if (keyword === 'uniqueItems') return { field, message: 'must hold each only once' }
  const sayLimit = limits[keyword]
  if (sayLimit) return { field, message: sayLimit(params.limit as number) }
  if (keyword === 'format') return { field, message: formats[params.format as string]?.message ?? message ?? '' }
  return { field, message: message ?? '' }
}

function suggest(name: string, known: unknown): string {
  const near = findNearName(name, known as readonly string[])
  return near === undefined ? '' : `: did you mean ${near}?`
}

/** Of a hundred nobody reads: then only what may be meant. */
const mostListed = 60

function sayChoices(values: readonly unknown[], sent: unknown): string {
  const words = values.map(String)
  if (words.length > mostListed) return `must be one of those that the reference lists${suggest(String(sent), words)}`
  return `must be ${words.length > 1 ? `${words.slice(0, -1).join(', ')} or ${words.at(-1)}` : words.join('')}`
}
