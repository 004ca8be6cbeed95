/** What a provider says of a person, read as people and their fields are read everywhere. Pure. */
import { type FieldDefinition, type FieldValue, readValue, valueProblems } from '../custom-fields/values.ts'
import { ofCustomField } from '../identity-providers/require-attributes.ts'
import type { Attribute, nameFields } from '../identity-providers/schema.ts'
import { type Names, personProblems, type ReadPerson, readPerson } from '../lib/person.ts'
import type { Claims, SaidClaims } from '../sign-on/claims.ts'

export interface ReadAttributes extends Names {
  readonly custom_fields: Readonly<Record<string, FieldValue>>
  /** What is wrong with what was said, by field: it is left out. */
  readonly faults: readonly string[]
}

interface Said {
  readonly claims: Claims
  readonly said: SaidClaims
}

/** What was not said, or is empty, is left as it is. */
export function readAttributes(
  attributes: readonly Attribute[],
  said: Said,
  definitions: readonly FieldDefinition[],
): ReadAttributes {
  const read = attributes.map(attribute => readOne(attribute, said, definitions))
  return {
    ...Object.assign({}, ...read.map(({ names }) => names)),
    custom_fields: Object.assign({}, ...read.map(({ custom }) => custom)),
    faults: read.flatMap(({ fault }) => fault ?? []),
  }
}

/** What somebody new is called, as far as it is said and can be kept. */
export function readNames({ first_name, last_name, name }: Claims): Pick<ReadPerson, 'firstName' | 'lastName'> {
  return first_name === null ? readPerson({ name }) : readPerson({ first_name, last_name })
}

interface ReadOne {
  readonly names?: Names
  readonly custom?: Record<string, FieldValue>
  readonly fault?: string
}

function readOne(
  { field, claim }: Attribute,
  { claims, said }: Said,
  definitions: readonly FieldDefinition[],
): ReadOne {
  const values = claim === undefined ? [claims[field as NameField]] : (said.get(claim)?.values ?? [])
  if (values.length > 1) return { fault: `${field}: has ${values.length} values` }
  const text = values[0]?.trim()
  if (!text) return {}
  if (!field.startsWith(ofCustomField)) return readName(field as NameField, text)
  const name = field.slice(ofCustomField.length)
  const definition = definitions.find(one => one.name === name)
  const value = definition ? readValue(definition, text) : null
  if (value !== null) return { custom: { [name]: value } }
  return { fault: `${field}: ${valueProblems(definitions, { [name]: text })[field] ?? 'cannot be read'}` }
}

type NameField = (typeof nameFields)[number]

function readName(field: NameField, text: string): ReadOne {
  const { firstName, lastName, ...read } = readPerson({ [field]: text })
  const [fault] = Object.values(personProblems(read))
  if (fault) return { fault: `${field}: ${fault}` }
  return {
    names: { ...(firstName !== null && { first_name: firstName }), ...(lastName !== null && { last_name: lastName }) },
  }
}
