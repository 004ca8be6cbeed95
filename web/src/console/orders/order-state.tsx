import type { Row } from '../../api/reading.ts'
import { words } from '../../text/words.ts'
import { Badge, type Tone } from '../../ui/show/badge.tsx'

type State = Row<'/api/orders'>['state']

const tones: Record<State, Tone> = {
  pending: 'warn',
  completed: 'good',
  partially_refunded: 'accent',
  refunded: 'plain',
  cancelled: 'plain',
  failed: 'bad',
}

export function OrderState({ state }: { state: State }) {
  return <Badge tone={tones[state]}>{words.orders.states[state]}</Badge>
}
