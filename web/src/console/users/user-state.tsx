import { words } from '../../text/words.ts'
import { Badge } from '../../ui/show/badge.tsx'

const { states } = words.users

/** Of a membership: what it opens now. */
export function UserState(membership: { invited_at: string | null; suspended_at: string | null }) {
  if (membership.suspended_at) return <Badge tone="warn">{states.suspended}</Badge>
  if (membership.invited_at) return <Badge>{states.invited}</Badge>
  return <Badge tone="good">{states.active}</Badge>
}
