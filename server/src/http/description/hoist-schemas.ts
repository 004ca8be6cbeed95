/**
 * Routes hold their shapes whole. In the description a shape that belongs to a thing gets the thing's name and stands once,
 * so that the file stays small and clients made from it have a `Team`, a `NewTeam` and a `TeamChanges`.
 */
import { eventTypeNames } from '../../lib/event-types.ts'
import { operationKinds } from '../../lib/operation-kinds.ts'
import { problemCodes } from '../../provisioning/intents/problem.ts'
import { Id, Moment, NextCursor, Nullable, OrganizationChoice, TotalCount } from '../shapes.ts'
import type { ApiDescription } from './complete-description.ts'
import { pascal, singular, thingOf } from './operation-id.ts'

type Json = Record<string, unknown>
/** By the text of each schema. */
type Names = ReadonlyMap<string, string>

export function hoistSchemas(document: ApiDescription): ApiDescription {
  const names = nameSchemas(document)
  const schemas = Object.fromEntries([...names].map(([text, name]) => [name, replaceInside(JSON.parse(text), names)]))
  const paths = replaceInside(document.paths, names)
  const components = { ...document.components, schemas: { ...document.components.schemas, ...closedLists, ...schemas } }
  return dropUnused({ ...document, paths, components })
}

/** What stands in nothing but in what has a name itself is not named for that alone. */
function dropUnused(document: ApiDescription): ApiDescription {
  const text = JSON.stringify(document)
  const all = Object.entries(document.components.schemas ?? {})
  const used = all.filter(([name]) => text.includes(`"#/components/schemas/${name}"`))
  if (used.length === all.length) return document
  const schemas = Object.fromEntries(used)
  return dropUnused({ ...document, components: { ...document.components, schemas } })
}

/** What stands everywhere. */
const common = {
  Id,
  Moment,
  MomentOrNull: Nullable(Moment),
  NextCursor,
  TotalCount,
  IdOrSlug: { anyOf: OrganizationChoice.organization.anyOf },
}

/** What is said of one beside it, such as what it means there, stays beside the reference. */
const closedLists = {
  OperationKind: { type: 'string', enum: operationKinds },
  ProblemCode: { type: 'string', enum: problemCodes },
  EventType: { type: 'string', enum: eventTypeNames },
}
const listNames = new Map(Object.entries(closedLists).map(([name, list]) => [JSON.stringify(list.enum), name]))

/** What is shown of a thing comes before what is sent, and a thing of its own before one below another. */
function nameSchemas({ paths, components }: ApiDescription): Names {
  const operations = Object.entries(paths)
    .toSorted(([a], [b]) => a.length - b.length)
    .flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })))
    .filter(({ operation }) => operation['x-permission'] !== undefined)
  const candidates = operations.flatMap(({ path, method, operation }) => {
    const thing = thingOf(path)
    const { requestBody, responses } = operation as { requestBody?: unknown; responses: Record<string, unknown> }
    return [
      {
        rank: 0,
        schema: method === 'get' && contentOf(responses[200]),
        name: path.endsWith('}') ? thing : `${thing}Page`,
      },
      { rank: 1, schema: contentOf(responses[201]), name: `Made${thing}` },
      { rank: 2, schema: contentOf(requestBody), name: method === 'patch' ? `${thing}Changes` : `New${thing}` },
    ]
  })
  const names = new Map(Object.entries(common).map(([name, schema]) => [JSON.stringify(schema), name]))
  for (const schema of titledIn(paths)) names.set(JSON.stringify(schema), schema.title)
  const taken = new Set([...names.values(), ...Object.keys({ ...components.schemas, ...closedLists })])
  for (const { schema, name } of candidates.toSorted((a, b) => a.rank - b.rank)) {
    const text = JSON.stringify(schema)
    if (!isObjectSchema(schema) || names.has(text) || taken.has(name)) continue
    names.set(text, name)
    taken.add(name)
  }
  for (const [text, uses] of Map.groupBy(longIn(paths, ''), ({ text }) => text)) {
    const [name] = byFrequency(uses.map(({ field }) => field)).filter(name => !taken.has(name))
    if (uses.length < 2 || !name || names.has(text)) continue
    names.set(text, name)
    taken.add(name)
  }
  return names
}

/** Shapes and choices that are long, each with the field that it is of. */
function longIn(value: unknown, field: string): { text: string; field: string }[] {
  if (typeof value !== 'object' || value === null) return []
  const inside = Object.entries(value).flatMap(([key, item]) => longIn(item, isField(key, value) ? key : field))
  const isNamed = isObjectSchema(value) ? 'properties' in value : 'enum' in value
  const text = isNamed ? JSON.stringify(value) : ''
  return text.length > longText ? [...inside, { text, field }] : inside
}

/** Names that say something, the most usual first. */
function byFrequency(fields: readonly string[]): string[] {
  const counted = [...Map.groupBy(fields, field => field)].toSorted(([, a], [, b]) => b.length - a.length)
  return counted.map(([field]) => pascal(singular(field))).filter(name => /^[A-Z]/.test(name) && name !== 'Data')
}

const longText = 200
const parts = ['properties', 'items', 'anyOf', 'schema', 'content', 'application/json', 'requestBody', 'responses']

function isField(key: string, holder: object): boolean {
  return !Array.isArray(holder) && !parts.includes(key)
}

/** Those that have a name from the start. */
function titledIn(value: unknown): { title: string }[] {
  if (typeof value !== 'object' || value === null) return []
  const own = isTitled(value) ? [value] : []
  return [...own, ...Object.values(value).flatMap(titledIn)]
}

function isTitled(value: unknown): value is Json & { title: string } {
  return isObjectSchema(value) && typeof value.title === 'string'
}

function contentOf(holder: unknown): unknown {
  return (holder as { content?: Record<string, { schema?: unknown }> } | undefined)?.content?.['application/json']
    ?.schema
}

function isObjectSchema(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && (value as Json).type === 'object'
}

function isSchema(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && ('type' in value || 'anyOf' in value)
}

/** Each named schema below the value becomes a reference. */
function replaceInside<T>(value: T, names: Names): T {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(item => replace(item, names)) as T
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replace(item, names)])) as T
}

function replace(value: unknown, names: Names): unknown {
  const list = listOf(value)
  if (list) return list
  const name = isSchema(value) ? names.get(JSON.stringify(value)) : undefined
  if (name) return { $ref: `#/components/schemas/${name}` }
  return isObjectSchema(value) && isExpanded(value) ? describeExpanded(value) : replaceInside(value, names)
}

function listOf(value: unknown): Json | undefined {
  if (typeof value !== 'object' || value === null || !('enum' in value)) return
  const name = listNames.get(JSON.stringify(value.enum))
  const { enum: _, type: __, ...said } = value as Json
  return name === undefined ? undefined : { $ref: `#/components/schemas/${name}`, ...said }
}

/** What stands in `expanded` (`shapes.ts`) is what a read of each thing answers; of a person, what a list does. */
function describeExpanded({
  'x-expanded': things,
  additionalProperties: _,
  ...schema
}: Json & { 'x-expanded': string[] }) {
  const properties = things.map(thing => {
    const name = thing === 'user' ? 'ListedUser' : thing.charAt(0).toUpperCase() + thing.slice(1)
    return [thing, { anyOf: [{ $ref: `#/components/schemas/${name}` }, { type: 'null' }] }]
  })
  return { ...schema, properties: Object.fromEntries(properties) }
}

function isExpanded(schema: Json): schema is Json & { 'x-expanded': string[] } {
  return 'x-expanded' in schema
}
