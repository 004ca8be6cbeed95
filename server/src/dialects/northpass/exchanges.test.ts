import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Northpass, openNorthpass } from '../../../test/northpass.ts'
import { contentExchanges } from '../../../test/northpass-content.ts'
import { exchanges } from '../../../test/northpass-exchanges.ts'
import { startTestServer, type TestServer } from '../../../test/server.ts'

let usher: TestServer
let school: Northpass
let isAsDescribed: (method: string, path: string, status: number, sent: unknown) => unknown
const kept: Record<string, string> = {}

beforeAll(async () => {
  usher = await startTestServer()
  school = await openNorthpass(usher)
  const description = (await (await fetch(`${usher.url}/openapi.northpass.json`)).json()) as {
    paths: Record<string, Record<string, { responses: Record<number, { content?: object }> }>>
  }
  const ajv = addFormats.default(new Ajv2020({ strict: false }))
  ajv.addSchema(description, 'described')
  const pointer = (text: string) => text.replaceAll('~', '~0').replaceAll('/', '~1')
  isAsDescribed = (method, path, status, sent) => {
    const parts = path.split('?')[0]?.split('/') ?? []
    const isIt = (it: string) =>
      it.split('/').length === parts.length &&
      it.split('/').every((part, at) => part.startsWith('{') || part === parts[at])
    // One whose address is all words comes before one with an id in it.
    const found = Object.keys(description.paths)
      .filter(isIt)
      .sort((a, b) => a.split('{').length - b.split('{').length)[0]
    const operation = description.paths[found ?? '']?.[method.toLowerCase()]
    if (!operation?.responses[status]) return `${method} ${found} ${status} is not described`
    const [at, word] =
      status < 400
        ? [`paths/${pointer(found ?? '')}/${method.toLowerCase()}/responses`, status]
        : ['components/responses', status]
    if (status < 400 && !operation.responses[status].content) return sent === null ? null : 'it has a body'
    const validate = ajv.compile({ $ref: `described#/${at}/${word}/content/application~1json/schema` })
    return validate(sent) ? null : validate.errors
  }
})
afterAll(() => usher.close())

test.each([...exchanges, ...contentExchanges])(
  '$name',
  async ({ request: [method, path, body], status, answer, keeps = {} }) => {
    const response = await school.send(method, fill(path), body === undefined ? undefined : fill(JSON.stringify(body)))
    const text = await response.text()
    expect([response.status, text]).toEqual([status, expect.any(String)])
    const sent = text === '' ? null : JSON.parse(text)
    if (status < 400 && !path.includes('-submissions')) expect(isAsDescribed(method, path, status, sent)).toBe(null)
    if (answer) expect(sent).toMatchObject(JSON.parse(fill(JSON.stringify(answer))))
    for (const [name, at] of Object.entries(keeps))
      kept[name] = String(at.split('.').reduce((value, key) => value[key], sent))
  },
)

function fill(text: string): string {
  return text.replace(/\{(\w+)\}/g, (all, name) => kept[name] ?? all)
}
