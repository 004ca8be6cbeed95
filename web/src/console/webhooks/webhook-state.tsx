import { words } from '../../text/words.ts'
import { Badge } from '../../ui/show/badge.tsx'
import type { Webhook } from './event-types.ts'

const { states } = words.webhooks

export function WebhookState({ enabled, failing_since }: Pick<Webhook, 'enabled' | 'failing_since'>) {
  if (!enabled) return <Badge>{states.off}</Badge>
  return failing_since ? <Badge tone="warn">{states.failing}</Badge> : <Badge tone="good">{states.on}</Badge>
}
