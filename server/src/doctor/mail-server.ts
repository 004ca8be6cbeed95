import { greetMailServer } from '../mail/greet.ts'
import type { Check } from './check.ts'

/** Whether the mail server talks with us, as far as one can ask without sending something. */
export const mailServerCheck: Check = {
  name: 'mail server',
  needs: 'nothing',
  async run({ config: { smtpUrl, ...names } }) {
    if (smtpUrl === null) return { well: true, found: 'There is none: mails are kept, not sent' }
    const { hostname } = new URL(smtpUrl)
    const words = await greetMailServer({ ...names, smtpUrl })
    return { well: words === null, found: words === null ? `${hostname} answers` : `${hostname}: ${words}` }
  },
}
