import type { Row } from '../../api/reading.ts'
import { words } from '../../text/words.ts'
import { Badge, type Tone } from './badge.tsx'

type Status = Row<'/api/enrollments'>['status']

const tones: Record<Status, Tone> = {
  active: 'good',
  upcoming: 'accent',
  suspended: 'warn',
  expired: 'plain',
  revoked: 'bad',
  completed: 'accent',
}

export function EnrollmentState({ status }: { status: Status }) {
  return <Badge tone={tones[status]}>{words.users.statuses[status]}</Badge>
}
