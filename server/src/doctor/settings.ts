import type { Config } from '../config.ts'
import { missingSettings } from '../welcome-text.ts'
import type { Check } from './check.ts'

/** Settings that others than the operator would suffer from. */
export const settingsCheck: Check = {
  name: 'settings',
  needs: 'nothing',
  async run({ config }) {
    const risks = risksOf(config)
    if (risks.length > 0) return { well: false, found: risks.join('. ') }
    const other = 'NODE_ENV is not production: this is no server for others'
    return { well: true, found: config.production ? 'Nothing risky' : other }
  },
}

export function risksOf(
  config: Pick<Config, 'production' | 'smtpUrl' | 'mailFrom' | 'publicUrl' | 'publicUrlGiven'>,
): string[] {
  if (!config.production) return []
  const { publicUrl, publicUrlGiven, smtpUrl, mailFrom } = config
  const isOpen = publicUrlGiven && publicUrl.startsWith('http:')
  const isNobody = smtpUrl !== null && /@localhost>?$/.test(mailFrom)
  return [
    ...missingSettings(config).map(sentence => sentence.replace(/\.$/, '')),
    ...(isOpen ? ['PUBLIC_URL begins with http: keys and passwords can be read on the way'] : []),
    ...(isNobody ? [`MAIL_FROM is ${mailFrom}: mail servers refuse it, or take it for spam`] : []),
  ]
}
