import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../../../test/server.ts'
import { eventTypeNames } from '../../lib/event-types.ts'
import { operationKinds } from '../../lib/operation-kinds.ts'
import { problemCodes } from '../../provisioning/intents/problem.ts'
import type { ApiDescription } from './complete-description.ts'

let usher: TestServer
let description: ApiDescription

beforeAll(async () => {
  usher = await startTestServer()
  description = (await (await fetch(`${usher.url}/openapi.json`)).json()) as ApiDescription
})
afterAll(() => usher.close())

const operations = () =>
  Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
  )

test('the description is there for programs, and names this server', () => {
  expect(description).toMatchObject({ openapi: '3.1.0', servers: [{ url: usher.url }] })
  expect(operations().length).toBeGreaterThan(20)
})

test('every operation has a name of its own, a tag that is explained, and says who may', () => {
  const ids = operations().map(({ operation }) => operation.operationId)
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  const tags = description.tags.map(tag => tag.name)
  expect(operations().filter(({ operation }) => operation.tags.some(tag => !tags.includes(tag)))).toEqual([])
  expect(operations().filter(({ operation }) => !operation.security)).toEqual([])
})

test('every parameter is described', () => {
  const bare = operations().flatMap(({ name, operation }) =>
    (operation.parameters ?? [])
      .filter(parameter => !('$ref' in parameter) && !parameter.description)
      .map(parameter => `${name}: ${parameter.name}`),
  )
  expect(bare).toEqual([])
})

test('what is referred to is there', () => {
  const text = JSON.stringify(description)
  const missing = [...text.matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)].filter(
    ([, kind, name]) => !description.components[kind as string]?.[name as string],
  )
  expect(missing).toEqual([])
})

test('what has a name is used', () => {
  const text = JSON.stringify(description)
  const unused = ['schemas', 'parameters', 'responses', 'headers'].flatMap(kind =>
    Object.keys(description.components[kind] ?? {}).filter(name => !text.includes(`"#/components/${kind}/${name}"`)),
  )
  expect(unused).toEqual([])
})

test('no address can be meant by two paths, each of which has words where the other has an id', () => {
  const paths = Object.keys(description.paths).map(path => path.split('/'))
  const isId = (part = '') => part.startsWith('{')
  const clashes = paths.flatMap(one =>
    paths.filter(
      other =>
        one.length === other.length &&
        one.every((part, at) => part === other[at] || isId(part) || isId(other[at])) &&
        one.some((part, at) => isId(part) && !isId(other[at])) &&
        one.some((part, at) => !isId(part) && isId(other[at])),
    ),
  )
  expect(clashes.map(parts => parts.join('/'))).toEqual([])
})

test('an answer is of one type, so that clients made from this know what they get', () => {
  const types = operations().flatMap(({ name, operation }) =>
    Object.values(operation.responses).map(({ content = {} }) => [name, Object.keys(content).length] as const),
  )
  expect(types.filter(([, count]) => count > 1)).toEqual([])
})

test('a parameter or an answer that several operations share stands once', () => {
  const inline = operations().flatMap(({ operation }) => [
    ...(operation.parameters ?? []),
    ...Object.values(operation.responses),
  ])
  const texts = inline.filter(it => !('$ref' in it)).map(it => JSON.stringify(it))
  expect(texts.filter((text, at) => texts.indexOf(text) !== at)).toEqual([])
})

test('a closed list of words stands once, and is referred to wherever one of them is sent or answered', () => {
  const { schemas = {} } = description.components
  const lists = { OperationKind: operationKinds, ProblemCode: problemCodes, EventType: eventTypeNames }
  for (const [name, words] of Object.entries(lists)) {
    expect(schemas[name]).toEqual({ type: 'string', enum: [...new Set(words)] })
    expect(JSON.stringify(description).split(JSON.stringify(words))).toHaveLength(2)
  }
  const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
  expect(description.components.parameters).toMatchObject({ Kind: { name: 'kind', schema: ref('OperationKind') } })
  expect(schemas).toMatchObject({
    Operation: { properties: { kind: ref('OperationKind'), problems: { items: ref('LoggedProblem') } } },
    LoggedProblem: { properties: { code: ref('ProblemCode') } },
    Problem: { properties: { errors: { items: { properties: { code: ref('ProblemCode') } } } } },
    Webhook: { properties: { events: { items: ref('EventType') } } },
  })
})
