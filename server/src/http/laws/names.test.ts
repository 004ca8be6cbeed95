/**
 * Whatever is done to the name of a field, a body is understood whole or refused: every operation of `openapi.json` that takes
 * one, with each of its fields misspelt, cased, padded, indexed, wrapped and doubled in turn.
 */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApi } from '../../../test/api.ts'
import { sample } from '../../../test/sample.ts'
import { startTestServer, type TestServer } from '../../../test/server.ts'

// biome-ignore lint/suspicious/noExplicitAny: a JSON schema
type Schema = any

const description = JSON.parse(readFileSync(new URL('../../../../openapi.json', import.meta.url), 'utf8'))
const { schemas } = description.components
const operations = Object.entries<Record<string, Schema>>(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods)
    .filter(([, operation]) => operation['x-permission'] !== undefined)
    .map(([method, operation]) => ({ name: `${method} ${path}`, method, path, operation })),
)
const taking = operations.flatMap(({ operation, ...one }) => {
  const schema = operation.requestBody?.content['application/json']?.schema
  return schema ? [{ ...one, schema }] : []
})

let usher: TestServer
let headers: Readonly<Record<string, string>>

beforeAll(async () => {
  usher = await startTestServer()
  await usher.database.pool.query('update organizations set rate_limit = 0')
  headers = (await openApi(usher)).credentials
})
afterAll(() => usher.close())

test.each(taking)('$name takes no name that is none of its fields', async ({ method, path, schema }) => {
  const address = usher.url + path.replace(/\{\w+\}/g, '1')
  const bodies = [...otherNames(schema)]
  expect(bodies.length).toBeGreaterThan(0)
  const wrong: string[] = []
  for (const { body, field, parent } of bodies) {
    const answer = await fetch(address, {
      method: method.toUpperCase(),
      headers: { ...headers, 'content-type': 'application/json' },
      body,
    })
    const { errors = [] } = (await answer.json()) as { errors?: { field: string }[] }
    if (answer.status !== 400 || !errors.some(error => error.field === field || error.field.startsWith(parent)))
      wrong.push(`${answer.status} ${field} ${body} ${JSON.stringify(errors)}`)
  }
  expect(wrong.slice(0, 3)).toEqual([])
})

test.each(operations)('$name takes no parameter that it does not name', async ({ method, path }) => {
  const address = usher.url + path.replace(/\{\w+\}/g, '1')
  const answer = await fetch(`${address}?limmit=1`, { method: method.toUpperCase(), headers })
  expect([400, 415]).toContain(answer.status)
})

test('the name that may be meant is said', async () => {
  const body = JSON.stringify({
    user: { email: 'a@example.com', firstName: 'A', surname: 'B' },
    course: ['ielts'],
    order_id: 'wc_1',
  })
  const answer = await fetch(`${usher.url}/api/provision`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body,
  })
  expect(await answer.json()).toMatchObject({
    errors: expect.arrayContaining([
      { field: 'user.firstName', message: 'is not known here: did you mean first_name?' },
      { field: 'user.surname', message: 'is not known here: did you mean last_name?' },
      { field: 'course', message: 'is not known here: did you mean courses?' },
      { field: 'order_id', message: 'is not known here: did you mean external_ref?' },
    ]),
  })
})

/** Bodies that fit but for one name, each with its path, and with the path of the object that lacks a field then. */
function* otherNames(schema: Schema): Generator<{ body: string; field: string; parent: string }> {
  const good = sample(schema, schemas)
  for (const { at, name } of fieldsOf(schema)) {
    const parent = at.length > 0 ? at.join('.') : name
    const value = valueAt(good, [...at, name]) ?? 'x'
    for (const other of [misspelt(name), camel(name), `${name} `, `${name}[0]`, 'data']) {
      const body = put(good, at, fields => {
        const { [name]: _, ...rest } = fields
        return { ...rest, [other]: other === 'data' ? { [name]: value } : value }
      })
      if (body) yield { body: JSON.stringify(body), field: [...at, other].join('.'), parent }
    }
    const twice = put(good, at, fields => ({ ...fields, [name]: value, '\u0001': value }))
    if (twice)
      yield {
        body: JSON.stringify(twice).replace('"\\u0001"', JSON.stringify(name)),
        field: [...at, name].join('.'),
        parent,
      }
  }
}

/** The fields of a body that is an object, also those of objects in it. */
function fieldsOf(schema: Schema, at: string[] = []): { at: string[]; name: string }[] {
  const { anyOf, properties = {}, items } = resolve(schema)
  if (anyOf) return fieldsOf(anyOf.find((each: Schema) => resolve(each).properties) ?? {}, at)
  if (items && at.length > 0) return []
  return Object.entries<Schema>(properties).flatMap(([name, part]) => [{ at, name }, ...fieldsOf(part, [...at, name])])
}

function resolve(schema: Schema): Schema {
  return schema.$ref ? schemas[schema.$ref.split('/').at(-1)] : schema
}

function misspelt(name: string): string {
  return name.slice(0, -2) + name.slice(-1) + (name.at(-2) === name.at(-1) ? 'x' : name.at(-2))
}

function camel(name: string): string {
  const other = name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
  return other === name ? name.toUpperCase() : other
}

type Fields = Record<string, unknown>

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inside, name) => (inside as Fields | undefined)?.[name], value)
}

/** Undefined: the good body has nothing there. */
function put(body: unknown, [first, ...rest]: readonly string[], change: (fields: Fields) => Fields): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return first === undefined ? change({}) : undefined
  const fields = body as Fields
  if (first === undefined) return change(fields)
  const inside = put(fields[first] ?? {}, rest, change)
  return inside && { ...fields, [first]: inside }
}
