import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Northpass, openNorthpass } from '../../../test/northpass.ts'
import { startTestServer, type TestServer } from '../../../test/server.ts'
import { contentExchanges } from './content-exchanges.ts'
import { exchanges } from './exchanges.ts'

let usher: TestServer
let school: Northpass
const kept: Record<string, string> = {}

beforeAll(async () => {
  usher = await startTestServer()
  school = await openNorthpass(usher)
})
afterAll(() => usher.close())

test.each([...exchanges, ...contentExchanges])(
  '$name',
  async ({ request: [method, path, body], status, answer, keeps = {} }) => {
    const response = await school.send(method, fill(path), body === undefined ? undefined : fill(JSON.stringify(body)))
    const text = await response.text()
    expect([response.status, text]).toEqual([status, expect.any(String)])
    const sent = text === '' ? null : JSON.parse(text)
    if (answer) expect(sent).toMatchObject(JSON.parse(fill(JSON.stringify(answer))))
    for (const [name, at] of Object.entries(keeps))
      kept[name] = at.split('.').reduce((value, key) => value[key], sent) as unknown as string
  },
)

function fill(text: string): string {
  return text.replace(/\{(\w+)\}/g, (all, name) => kept[name] ?? all)
}
