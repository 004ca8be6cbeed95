import { hostname } from 'node:os'
import { createTransport } from 'nodemailer'
import { judgeFailure } from './delivery.ts'
import { type Names, ownName } from './own-name.ts'

/** Greets the mail server and signs in, where the address has a user. Null: it would take mails; else its words, or why it has none. */
export async function greetMailServer(
  { smtpUrl, ...names }: Names & { readonly smtpUrl: string },
  { timeoutMs = 10_000, hostName = hostname() } = {},
): Promise<string | null> {
  const transporter = createTransport({
    url: smtpUrl,
    name: ownName(hostName, names),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  })
  try {
    await transporter.verify()
    return null
  } catch (error) {
    const delivery = judgeFailure(error as Error, 'connecting', false)
    return 'words' in delivery ? delivery.words : 'it hung up'
  } finally {
    transporter.close()
  }
}
