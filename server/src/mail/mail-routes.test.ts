import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Api, openApi } from '../../test/api.ts'
import { type MailServer, startMailServer } from '../../test/mail-server.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let usher: TestServer
let api: Api
let post: MailServer
const refused = new Set<string>()

beforeAll(async () => {
  post = await startMailServer({
    recipient: address => (refused.has(address) ? { code: 550, words: 'No such mailbox' } : undefined),
  })
  usher = await startTestServer({ smtpUrl: post.url })
  api = await openApi(usher)
})
afterAll(async () => {
  await usher.close()
  await post.close()
})

test('the mails of an organization are listed, the latest first, by person, state and kind', async () => {
  refused.add('gone@example.com')
  const jane = await addUser('jane@example.com')
  const gone = await addUser('gone@example.com')
  const [failed] = await until(`/api/mails?user=${gone}`, ([mail]) => mail?.state === 'failed')
  expect(failed).toMatchObject({ to: 'gone@example.com', kind: 'welcome', attempts: 1, sent_at: null })
  expect(failed.error).toContain('No such mailbox')
  const [sent] = await until(`/api/mails?user=${jane}`, ([mail]) => mail?.state === 'sent')
  expect(sent).toMatchObject({ organization: 'acme-prep', user: jane, error: null, sent_at: expect.any(String) })
  expect((await api.get(`/api/mails/${sent.id}`)).body).toEqual(sent)

  expect(await recipients('')).toEqual(['gone@example.com', 'jane@example.com'])
  expect(await recipients('sort=id&limit=1')).toEqual(['jane@example.com'])
  expect(await recipients('state=failed')).toEqual(['gone@example.com'])
  expect(await recipients('kind=invitation')).toEqual([])
  expect(JSON.stringify((await api.get('/api/mails')).body)).not.toMatch(/password_link_id|set-password/)
})

test('a mail that failed is sent again, with a word in the log; one that waits is not', async () => {
  refused.add('kim@example.com')
  const kim = await addUser('kim@example.com')
  const [failed] = await until(`/api/mails?user=${kim}`, ([mail]) => mail?.state === 'failed')
  refused.delete('kim@example.com')
  expect(await api.post(`/api/mails/${failed.id}/resend?mode=plan`)).toMatchObject({
    status: 200,
    body: { changes: [{ action: 'create', kind: 'message', after: { repeats: failed.id } }] },
  })
  const again = await api.post(`/api/mails/${failed.id}/resend`)
  expect(again).toMatchObject({ status: 201, body: { to: 'kim@example.com', repeats: failed.id, kind: 'welcome' } })
  await until(`/api/mails?user=${kim}&state=sent`, ([mail]) => mail?.id === again.body.id)
  expect(received('kim@example.com')).toHaveLength(1)
  const { body } = await api.get(`/api/operations/${again.headers.get('usher-operation')}`)
  expect(body).toMatchObject({ kind: 'resend_mail', email: 'kim@example.com', changes: [{ kind: 'message' }] })
})

test('nobody is flooded: one person is sent five mails again in an hour', async () => {
  const lee = await addUser('lee@example.com')
  const [sent] = await until(`/api/mails?user=${lee}`, ([mail]) => mail?.state === 'sent')
  const answers = await Promise.all(Array.from({ length: 7 }, () => api.post(`/api/mails/${sent.id}/resend`)))
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 201, 201, 429, 429])
})

test('a new set-password link goes to the mailbox, ends the one before, and is shown to no key', async () => {
  const mo = await addUser('mo@example.com')
  await until(`/api/mails?user=${mo}`, ([mail]) => mail?.state === 'sent')
  const answer = await api.post(`/api/users/${mo}/password-link`)
  expect(answer).toMatchObject({ status: 201, body: { kind: 'password_link', to: 'mo@example.com' } })
  await until(`/api/mails?user=${mo}&kind=password_link`, ([mail]) => mail?.state === 'sent')
  const [older, newer] = received('mo@example.com').map(text => /\/set-password\/(\S+)/.exec(text)?.[1])
  expect(JSON.stringify(answer.body)).not.toContain(newer)
  expect(await api.get(`/api/password-links/${older}`)).toMatchObject({ status: 404 })
  expect(await api.get(`/api/password-links/${newer}`)).toMatchObject({ status: 200, body: { state: 'open' } })
  expect(await api.post(`/api/users/${mo}/password-link`)).toMatchObject({ status: 429 })
})

test('who signs in elsewhere is mailed no link to a password', async () => {
  await api.post('/api/organizations', { name: 'Pune', slug: 'pune' })
  await api.post('/api/organizations', { name: 'Pune North', slug: 'pune-north', parent: 'pune' })
  await api.patch('/api/organizations/pune', { sign_in_mode: 'single_sign_on' })
  const person = { organization: 'pune-north', email: 'sue@example.com', first_name: 'Sue' }
  const sue = (await api.post('/api/users', person)).body.id
  expect(await api.post(`/api/users/${sue}/password-link`)).toMatchObject({ status: 409 })
  // What is said from above holds until it is said otherwise there.
  expect(await api.patch('/api/organizations/pune', { sign_in_mode: 'password' })).toMatchObject({ status: 200 })
  expect(await api.post(`/api/users/${sue}/password-link`)).toMatchObject({ status: 201 })
})

async function addUser(email: string): Promise<number> {
  return (await api.post('/api/users', { email, first_name: 'Jane' })).body.id
}

async function recipients(query: string): Promise<string[]> {
  return (await api.get(`/api/mails?${query}`)).body.data.map(({ to }: { to: string }) => to)
}

function received(address: string): string[] {
  return post.received.filter(({ to }) => to.includes(address)).map(({ email }) => email.text ?? '')
}

// biome-ignore lint/suspicious/noExplicitAny: what comes back is for the test to look at
function until(path: string, holds: (mails: any[]) => boolean) {
  return vi.waitFor(async () => {
    const { data } = (await api.get(path)).body
    expect(holds(data)).toBe(true)
    return data
  }, 8000)
}
