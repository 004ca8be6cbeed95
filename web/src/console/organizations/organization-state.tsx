import { words } from '../../text/words.ts'
import { Badge } from '../../ui/show/badge.tsx'

const { states } = words.organizations

export function OrganizationState(organization: { suspended_at: string | null; archived_at: string | null }) {
  if (organization.archived_at) return <Badge>{states.archived}</Badge>
  if (organization.suspended_at) return <Badge tone="warn">{states.suspended}</Badge>
  return <Badge tone="good">{states.active}</Badge>
}
