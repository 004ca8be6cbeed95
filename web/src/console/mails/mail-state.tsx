import type { Row } from '../../api/reading.ts'
import { words } from '../../text/words.ts'
import { Badge, type Tone } from '../../ui/show/badge.tsx'

type Mail = Row<'/api/mails'>

const tones: Record<Mail['state'], Tone> = {
  ...{ queued: 'warn', sending: 'accent', sent: 'good', failed: 'bad' },
  held: 'plain',
}

export function MailState({ state }: Pick<Mail, 'state'>) {
  return <Badge tone={tones[state]}>{words.mails.states[state]}</Badge>
}
