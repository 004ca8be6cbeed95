import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type MailServer, startMailServer } from '../../test/mail-server.ts'
import { startTestServer, type TestServer } from '../../test/server.ts'

let post: MailServer
let usher: TestServer

beforeAll(async () => {
  post = await startMailServer()
  usher = await startTestServer({ smtpUrl: post.url })
})

afterAll(async () => {
  await usher.close()
  await post.close()
})

async function nthMail(count: number) {
  await vi.waitFor(() => expect(post.received).toHaveLength(count), { timeout: 8000 })
  const text = post.received[count - 1]?.email.text ?? ''
  return { text, token: /\/set-password\/([\w.-]+)/.exec(text)?.[1] }
}

function send(path: string, body: object) {
  const headers = { 'content-type': 'application/json' }
  return fetch(`${usher.url}/api${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
}

test('the mail of a call lets the student in, and later ones bring them back', async () => {
  const student = { email: 'jane@example.com', first_name: 'Jane', courses: ['ielts', 'gmat'] }
  const { body } = await usher.call('/provision/student/', { ...student, external_ref: 'order-1' })
  expect(body.welcome_email_sent).toBe(true)
  const welcome = await nthMail(1)
  expect(post.received[0]?.email.subject).toBe('Acme Prep: your access to IELTS and GMAT')
  expect(welcome.text).not.toContain(body.set_password_url) // that one is the caller's

  const opened = await fetch(`${usher.url}/api/password-links/${welcome.token}`)
  expect(await opened.json()).toMatchObject({ state: 'open' })
  expect((await send(`/password-links/${welcome.token}`, { password: 'correct horse battery' })).status).toBe(200)

  await usher.call('/provision/student/', { ...student, courses: 'gre', external_ref: 'order-2' })
  const second = await nthMail(2)
  expect(second).toMatchObject({ text: expect.stringContaining('/sign-in'), token: undefined })

  await usher.call('/provision/student/', { ...student, courses: 'ielts', external_ref: 'order-3' })
  expect((await nthMail(3)).text).toContain('Your access at Acme Prep is renewed. It now runs:')
  expect(post.received.map(({ email }) => email.subject).slice(1)).toEqual([
    'Acme Prep: your access to GRE',
    'Acme Prep: your access to IELTS is renewed',
  ])

  expect((await send('/password-requests', { email: 'jane@example.com' })).status).toBe(202)
  const { token } = await nthMail(4)
  expect(post.received[3]?.email.subject).toBe('Acme Prep: set a new password')
  expect((await send(`/password-links/${token}`, { password: 'another horse battery' })).status).toBe(200)
})
