import type { Row } from '../../api/reading.ts'
import { words } from '../../text/words.ts'
import { Badge, type Tone } from '../../ui/show/badge.tsx'

type State = Row<'/api/links'>['state']

const tones: Record<State, Tone> = { open: 'good', used_up: 'warn', expired: 'plain', revoked: 'bad' }

export function LinkState({ state, seats_left }: { state: State; seats_left: number | null }) {
  if (state === 'open' && seats_left === 0) return <Badge tone="warn">{words.links.full}</Badge>
  return <Badge tone={tones[state]}>{words.links.states[state]}</Badge>
}

/** What people call it: its name, or what its address begins with. */
export function nameOfLink({ name, prefix }: { name: string; prefix: string }) {
  return name || words.links.unnamed(prefix)
}
