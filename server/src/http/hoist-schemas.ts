/**
 * Routes hold their shapes whole. In the description a shape that belongs to a thing gets the thing's name and stands once,
 * so that the file stays small and clients made from it have a `Team`, a `NewTeam` and a `TeamChanges`.
 */
import type { ApiDescription } from './complete-description.ts'
import { thingOf } from './operation-id.ts'

type Json = Record<string, unknown>
/** By the text of each schema. */
type Names = ReadonlyMap<string, string>

export function hoistSchemas(document: ApiDescription): ApiDescription {
  const names = nameSchemas(document)
  const schemas = Object.fromEntries([...names].map(([text, name]) => [name, replaceInside(JSON.parse(text), names)]))
  const paths = replaceInside(document.paths, names)
  const components = { ...document.components, schemas: { ...document.components.schemas, ...schemas } }
  return { ...document, paths, components }
}

/** What is shown of a thing comes before what is sent, and a thing of its own before one below another. */
function nameSchemas({ paths }: ApiDescription): Names {
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
  const names = new Map<string, string>()
  for (const schema of titledIn(paths)) names.set(JSON.stringify(schema), schema.title)
  const taken = new Set(names.values())
  for (const { schema, name } of candidates.toSorted((a, b) => a.rank - b.rank)) {
    const text = JSON.stringify(schema)
    if (!isObjectSchema(schema) || names.has(text) || taken.has(name)) continue
    names.set(text, name)
    taken.add(name)
  }
  return names
}

/** Those that have a name from the start. */
function titledIn(value: unknown): { title: string }[] {
  if (typeof value !== 'object' || value === null) return []
  const own = isObjectSchema(value) && typeof value.title === 'string' ? [value as unknown as { title: string }] : []
  return [...own, ...Object.values(value).flatMap(titledIn)]
}

function contentOf(holder: unknown): unknown {
  return (holder as { content?: Record<string, { schema?: unknown }> } | undefined)?.content?.['application/json']
    ?.schema
}

function isObjectSchema(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && (value as Json).type === 'object'
}

/** Each named schema below the value becomes a reference. */
function replaceInside<T>(value: T, names: Names): T {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(item => replace(item, names)) as T
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replace(item, names)])) as T
}

function replace(value: unknown, names: Names): unknown {
  const name = isObjectSchema(value) ? names.get(JSON.stringify(value)) : undefined
  if (name) return { $ref: `#/components/schemas/${name}` }
  return isObjectSchema(value) && isExpanded(value) ? describeExpanded(value) : replaceInside(value, names)
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
