/** What a custom field may be and may hold. Pure: definitions come in. */
import { type Problems, textProblem } from '../lib/checks.ts'
import { findDay } from '../lib/read-moment.ts'

export const kinds = ['text', 'number', 'boolean', 'date', 'choice'] as const
export type Kind = (typeof kinds)[number]

export type FieldValue = string | number | boolean

export interface FieldDefinition {
  readonly name: string
  readonly kind: Kind
  readonly choices: readonly string[]
  readonly required: boolean
}

/** What is wrong with choices of a field of that kind; null: nothing. */
export function choicesProblem(kind: Kind, choices: readonly string[]): string | null {
  if (kind !== 'choice') return choices.length > 0 ? 'are only of a choice' : null
  if (choices.length === 0) return 'must hold at least one'
  if (choices.length > 200) return 'must hold at most 200'
  if (new Set(choices).size < choices.length) return 'must differ'
  return choices.map(choice => textProblem(choice, 150)).find(problem => problem !== null) ?? null
}

/** What is wrong with values that are sent, by field. Null as a value clears it. */
export function valueProblems(
  definitions: readonly FieldDefinition[],
  values: Readonly<Record<string, FieldValue | null>>,
): Problems {
  const byName = new Map(definitions.map(definition => [definition.name, definition]))
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`custom_fields.${name}`, problemOf(byName.get(name), value)]),
  )
}

/** The fields that somebody new needs and is not given. */
export function missingProblems(
  definitions: readonly FieldDefinition[],
  values: Readonly<Record<string, FieldValue | null>>,
): Problems {
  const missing = definitions.filter(({ name, required }) => required && (values[name] ?? null) === null)
  return Object.fromEntries(missing.map(({ name }) => [`custom_fields.${name}`, 'is required']))
}

/** What a text stands for in a field of that kind; null: nothing that it can hold. */
export function readValue(definition: FieldDefinition, text: string): FieldValue | null {
  const value = definition.kind === 'number' ? readNumber(text) : definition.kind === 'boolean' ? booleans[text] : text
  return value === undefined || problemOf(definition, value) !== null ? null : value
}

const booleans: Readonly<Record<string, boolean>> = { true: true, false: false }

function readNumber(text: string): number | undefined {
  return text.trim() === '' || !Number.isFinite(Number(text)) ? undefined : Number(text)
}

function problemOf(definition: FieldDefinition | undefined, value: FieldValue | null): string | null {
  if (!definition) return 'is no field of this organization'
  const { kind, choices, required } = definition
  if (value === null) return required ? 'is required' : null
  switch (kind) {
    case 'number':
      return typeof value === 'number' ? null : 'must be a number'
    case 'boolean':
      return typeof value === 'boolean' ? null : 'must be true or false'
    case 'choice':
      return choices.includes(value as string) ? null : `must be one of ${choices.join(', ')}`
    case 'date':
      return typeof value === 'string' && findDay(value) ? null : 'must be a date, such as 2026-04-01'
    case 'text':
      return typeof value === 'string' ? textProblem(value, 500) : 'must be a text'
  }
}
