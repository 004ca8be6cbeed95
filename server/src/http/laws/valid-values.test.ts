/** Who keeps to the description is not refused for the form of a field: it says what the server checks. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../../test/api.ts'
import { startTestServer, type TestServer } from '../../../test/server.ts'

// biome-ignore lint/suspicious/noExplicitAny: a schema may be anything
type Schema = any

let usher: TestServer
let api: Api
let description: Schema

beforeAll(async () => {
  usher = await startTestServer()
  await usher.database.pool.query('update organizations set rate_limit = 0')
  api = await openApi(usher)
  description = await (await fetch(`${usher.url}/openapi.json`)).json()
})
afterAll(() => usher.close())

function resolve(schema: Schema): Schema {
  if (!schema.$ref) return schema
  const found = schema.$ref
    .split('/')
    .slice(1)
    .reduce((at: Schema, key: string) => at[key], description)
  return resolve(found)
}

/** Values that a schema allows, the odd ones too. */
function valuesOf(given: Schema): unknown[] {
  const schema = resolve(given)
  const { type, properties = {}, required = [], items = {}, minimum = -9e9, maximum = 9e9 } = schema
  if (schema.enum) return [schema.enum[0]]
  if (schema.const !== undefined) return [schema.const]
  if (schema.anyOf) return schema.anyOf.flatMap(valuesOf)
  if (type === 'string') return textsOf(schema)
  if (type === 'integer' || type === 'number') return [minimum, maximum]
  if (type === 'boolean') return [true]
  if (type === 'null') return [null]
  if (type === 'array') return valuesOf(items).map(value => [value])
  const all = Object.entries(properties).map(([name, inside]) => [name, valuesOf(inside)] as const)
  const longest = Math.max(1, ...all.map(([, values]) => values.length))
  // The first of each, the second of each: a call tells all of its faults at once.
  return Array.from({ length: longest }, (_, at) =>
    Object.fromEntries(
      all.flatMap(([name, values]) =>
        values.length > 0 && (at > 0 || required.includes(name)) ? [[name, values[at % values.length]]] : [],
      ),
    ),
  )
}

const ofFormat: Readonly<Record<string, string>> = {
  'date-time': '2099-12-01T09:30:00.000Z',
  date: '2026-12-01',
  email: 'jane@example.com',
  uri: 'https://example.com/a',
  'time-zone': 'Asia/Kolkata',
  'date-or-moment': '2099-06-30',
  'ip-or-network': '203.0.113.7',
  'data-url': 'data:image/png;base64,iVBORw0KGgo=',
}
const odd = [
  '',
  ' ',
  'A Name!',
  '0',
  'a',
  'ielts',
  'acme-prep',
  '25.00',
  'en',
  '#1459b3',
  'a\nb',
  '\u0007bell',
  '\u00ad',
  'ñ'.repeat(70),
  'x'.repeat(1000),
]

function textsOf({ format, minLength = 0, maxLength = 5000, pattern = '' }: Schema): string[] {
  const known = ofFormat[format]
  if (known !== undefined) return [known]
  const isAllowed = (text: string) =>
    [...text].length >= minLength && [...text].length <= maxLength && new RegExp(pattern, 'u').test(text)
  return [...odd, 'x'.repeat(Math.min(maxLength, 3000))].filter(isAllowed)
}

/** How checks of a form speak; what depends on what is there, or on another field, is said otherwise. */
const ofForm =
  /one line|must not be empty|at most \d+ characters|control characters|whole number from|such as|lower-case/

async function addressOf(path: string): Promise<string> {
  const [collection = ''] = path.split('/{')
  const { body } = collection === path ? { body: null } : await api.get(collection)
  const id = String(body?.data?.[0]?.id ?? 4160)
  return path.replace('{organization}', 'acme-prep').replace(/\{\w+\}/g, id)
}

test('a body that is as described is not refused for the form of a field', async () => {
  const refused = new Set<string>()
  for (const [path, methods] of Object.entries<Schema>(description.paths))
    for (const [method, { requestBody, ...operation }] of Object.entries<Schema>(methods)) {
      const schema = requestBody?.content['application/json']?.schema
      if (operation['x-permission'] === undefined || !schema || path === '/api/users/search') continue
      const address = `${await addressOf(path)}?mode=plan`
      for (const body of valuesOf(schema)) {
        const answer = await api[method as 'post' | 'put' | 'patch'](address, body)
        expect([method, path, answer.status]).not.toEqual([method, path, 500])
        const errors: { field: string; message: string }[] = answer.status === 400 ? answer.body.errors : []
        for (const { field, message } of errors)
          if (ofForm.test(message)) refused.add(`${method} ${path}: ${field} ${message}`)
      }
    }
  expect([...refused]).toEqual([])
}, 60_000)
