import type { Row } from '../../api/reading.ts'
import { words } from '../../text/words.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'

type State = Row<'/api/links'>['state']

const tones: Record<State, Tone> = { open: 'good', used_up: 'warn', expired: 'plain', revoked: 'bad' }

export function LinkState({ state }: { state: State }) {
  return <Badge tone={tones[state]}>{words.links.states[state]}</Badge>
}

/** What people call it: its name, or what its address begins with. */
export function nameOfLink({ name, prefix }: { name: string; prefix: string }) {
  return name || words.links.unnamed(prefix)
}
