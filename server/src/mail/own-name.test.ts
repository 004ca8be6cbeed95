import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type MailServer, startMailServer } from '../../test/mail-server.ts'
import { greetMailServer } from './greet.ts'
import { ownName } from './own-name.ts'
import { createMailTransport } from './transport.ts'

const names = { publicUrl: 'https://learn.example.com', mailFrom: 'Acme Prep <hello@post.example.com>' }

test.each([
  ['a machine with a full name goes by it', 'usher.example.net', names, 'usher.example.net'],
  ['one without goes by the address of Usher', 'f3a9c1', names, 'learn.example.com'],
  [
    'an address of the network is no name',
    '10.0.0.7',
    { ...names, publicUrl: 'http://192.0.2.7:3000' },
    'post.example.com',
  ],
  ['nor is localhost', 'localhost', { ...names, publicUrl: 'http://localhost:3000' }, 'post.example.com'],
  [
    'nor an address in brackets',
    '',
    { publicUrl: 'http://[::1]:3000', mailFrom: 'hello@bücher.example' },
    'xn--bcher-kva.example',
  ],
  [
    'where nothing has one there is none',
    'f3a9c1',
    { publicUrl: 'http://localhost', mailFrom: 'usher@localhost' },
    undefined,
  ],
])('%s', (_, hostName, given, name) => {
  expect(ownName(hostName, given)).toBe(name)
})

let server: MailServer
beforeAll(async () => {
  server = await startMailServer()
})
afterAll(() => server.close())

test.each([
  ['', 'learn.example.com'],
  ['?name=mx.example.org', 'mx.example.org'],
])('a mail server is greeted by a full name, or by the one of SMTP_URL: %s', async (query, name) => {
  const config = { ...names, smtpUrl: `${server.url}/${query}` }
  const transport = createMailTransport(config, { hostName: 'f3a9c1' })
  const mail = { id: 1, fromName: null, replyTo: null, subject: 'Hello', html: '', text: '' }
  const to = { name: 'Jane', address: 'jane@example.com' }
  const delivery = await transport.send({ ...mail, to }, new AbortController().signal)
  transport.close()
  expect(delivery.kind).toBe('accepted')
  expect(await greetMailServer(config, { hostName: 'f3a9c1' })).toBeNull()
  await vi.waitFor(() => expect(server.greetedAs.filter(greeted => greeted === name)).toHaveLength(2))
})
