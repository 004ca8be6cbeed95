/** A mail server that really speaks SMTP, takes what it is sent, and can be told to misbehave. */
import type { AddressInfo } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'

interface ReceivedMail {
  readonly from: string
  readonly to: string[]
  readonly raw: string
  readonly email: Email
}

/** A reply other than "yes": its code and words, no reply at all, or the end of the connection. */
type Answer = { readonly code: number; readonly words: string } | 'silence' | 'hangup' | undefined

export interface Manners {
  readonly port?: number
  connect?(): Answer
  from?(address: string): Answer
  recipient?(address: string): Answer
  /** Once the mail has come whole; it counts as received unless the answer is a code. */
  data?(mail: ReceivedMail): Answer | Promise<Answer>
}

export interface MailServer {
  readonly url: string
  readonly port: number
  /** Whatever it has taken, in order. */
  readonly received: ReceivedMail[]
  /** What those who came called themselves. */
  readonly greetedAs: string[]
  close(): Promise<void>
}

export async function startMailServer(manners: Manners = {}): Promise<MailServer> {
  const received: ReceivedMail[] = []
  const greetedAs: string[] = []
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 10,
    onConnect: (session, reply) => answer(manners.connect?.(), session, reply),
    onClose: ({ hostNameAppearsAs }) => void greetedAs.push(hostNameAppearsAs as string),
    onMailFrom: ({ address }, session, reply) => answer(manners.from?.(address), session, reply),
    onRcptTo: ({ address }, session, reply) => answer(manners.recipient?.(address), session, reply),
    async onData(stream, session, reply) {
      const mail = await readMail(stream, session).catch(() => null)
      if (!mail) return // the client broke off
      const said = await manners.data?.(mail)
      if (typeof said !== 'object') received.push(mail)
      answer(said, session, reply)
    },
  })
  function answer(said: Answer, session: SMTPServerSession, reply: (error?: Error | null) => void): void {
    if (said === 'silence') return
    if (said === 'hangup') [...server.connections].find(connection => connection.id === session.id)?.close()
    else reply(said && Object.assign(new Error(said.words), { responseCode: said.code }))
  }
  server.on('error', () => {}) // clients that break off are what is tested
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(manners.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    received,
    greetedAs,
    close: () => new Promise(resolve => server.close(resolve)),
  }
}

async function readMail(stream: AsyncIterable<Buffer>, { envelope }: SMTPServerSession): Promise<ReceivedMail> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  const raw = Buffer.concat(chunks)
  return {
    from: envelope.mailFrom ? envelope.mailFrom.address : '',
    to: envelope.rcptTo.map(({ address }) => address),
    raw: raw.toString('utf8'),
    email: await PostalMime.parse(raw),
  }
}
