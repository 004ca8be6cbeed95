import { createTransport } from 'nodemailer'
import { judgeFailure } from './delivery.ts'

/** Greets the mail server and signs in, where the address has a user. Null: it would take mails; else its words, or why it has none. */
export async function greetMailServer(smtpUrl: string, timeoutMs = 10_000): Promise<string | null> {
  const transporter = createTransport({
    url: smtpUrl,
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
