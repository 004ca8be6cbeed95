import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { type NameServer, startNameServer } from '../../test/name-server.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'
import { lookAgain } from './look-again.ts'
import { createRecordLooker } from './text-record.ts'

let names: NameServer
let usher: TestServer
let acme: Api
let other: Api
beforeAll(async () => {
  names = await startNameServer()
  usher = await startTestServer({ dnsServers: [names.address] })
  acme = await openApi(usher)
  await acme.post('/api/organizations', { name: 'Other', slug: 'other' })
  other = await openApi(usher, { organization: 'other' })
})
afterAll(async () => {
  await usher.close()
  names.close()
})

const claim = async (api: Api, name: string) => (await api.post('/api/domains', { name })).body
const publish = ({ record }: { record: { name: string; value: string } }) =>
  names.records.set(record.name, record.value)
const prove = (api: Api, { id }: { id: number }) => api.post(`/api/domains/${id}/prove`)

test('a domain is proven by the record that the answer names, and by no other', async () => {
  const domain = await claim(acme, ' B\u00dcCHER.example. ')
  expect(domain).toMatchObject({
    name: 'xn--bcher-kva.example',
    state: 'claimed',
    record: { type: 'TXT', name: '_usher.xn--bcher-kva.example', value: expect.stringMatching(/^usher-domain=.{20,}/) },
  })
  expect(await prove(acme, domain)).toMatchObject({ status: 409, body: { detail: expect.stringContaining('_usher.') } })
  names.records.set(domain.record.name, 'usher-domain=of somebody else')
  expect(await prove(acme, domain)).toMatchObject({ status: 409 })
  names.records.set(domain.record.name, null)
  expect(await prove(acme, domain)).toMatchObject({ status: 409, body: { detail: expect.stringContaining('answer') } })
  publish(domain)
  expect(await prove(acme, domain)).toMatchObject({ status: 200, body: { state: 'proven' } })
  expect(await acme.post('/api/domains', { name: 'xn--bcher-kva.example' })).toMatchObject({ status: 409 })
})

test('a domain is one organization’s at a time, and each has its own record', async () => {
  const mine = await claim(other, 'taken.example')
  publish(mine)
  expect(await prove(other, mine)).toMatchObject({ status: 200 })
  const theirs = await claim(acme, 'taken.example')
  expect(theirs.record.value).not.toBe(mine.record.value)
  expect(await prove(acme, theirs)).toMatchObject({ status: 409 })
  publish(theirs)
  expect(await prove(acme, theirs)).toMatchObject({ status: 409, body: { errors: [{ field: 'name' }] } })
  expect(await other.delete(`/api/domains/${mine.id}`)).toMatchObject({ status: 204 })
  expect(await prove(acme, theirs)).toMatchObject({ status: 200 })
})

test.each([
  ['co.uk', 'is where others have their domains'],
  ['github.io', 'is where others have their domains'],
  ['gmail.com', 'is where anybody gets an address'],
  ['192.0.2.1', 'must be a domain'],
  ['https://school.example', 'must be a domain'],
  ['jane@school.example', 'must be a domain'],
  ['school', 'must be a domain'],
  ['a..example', 'must be a domain'],
])('%s is nobody’s', async (name, words) => {
  expect(await acme.post('/api/domains', { name })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'name', message: expect.stringContaining(words) }] },
  })
})

test('a domain whose record is gone at three looks has lapsed, and may become another’s', async () => {
  const domain = await claim(acme, 'sold.example')
  publish(domain)
  await prove(acme, domain)
  const look = createRecordLooker([names.address])
  const weeks = (n: number) => new Date(Date.now() + n * 8 * 24 * 60 * 60_000)
  const state = async () =>
    (await acme.get('/api/domains?limit=100')).body.data.find((row: { id: number }) => row.id === domain.id).state
  names.records.set(domain.record.name, null)
  for (const n of [1, 2, 3, 4]) await lookAgain(usher.database, look, weeks(n))
  expect(await state()).toBe('proven')
  names.records.delete(domain.record.name)
  for (const n of [5, 6]) await lookAgain(usher.database, look, weeks(n))
  expect(await state()).toBe('proven')
  await lookAgain(usher.database, look, weeks(7))
  expect(await state()).toBe('lapsed')
  const theirs = await claim(other, 'sold.example')
  publish(theirs)
  expect(await prove(other, theirs)).toMatchObject({ status: 200 })
  expect(await prove(acme, domain)).toMatchObject({ status: 409 })
})

test('a domain is looked at each week, and the next day where there was no answer', async () => {
  const domain = await claim(acme, 'weekly.example')
  publish(domain)
  await prove(acme, domain)
  await usher.database.pool.query(`update domains set looked_at = '2027-03-01' where id = $1`, [domain.id])
  const looks: [number, boolean | null][] = []
  const lookOn = (day: number, hours: number, isThere: boolean | null) =>
    lookAgain(
      usher.database,
      async name => {
        if (name === 'weekly.example') looks.push([day, isThere])
        return isThere
      },
      new Date(Date.UTC(2027, 2, day, hours)),
    )
  for (const day of [2, 7]) await lookOn(day, 23, true)
  await lookOn(8, 1, null)
  await lookOn(8, 23, true)
  await lookOn(9, 2, true)
  for (const day of [10, 15]) await lookOn(day, 2, true)
  await lookOn(16, 3, true)
  expect(looks).toEqual([
    [8, null],
    [9, true],
    [16, true],
  ])
})
