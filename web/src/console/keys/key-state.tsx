import { findWord } from '../../text/find-word.ts'
import { words } from '../../text/words.ts'
import { Badge } from '../../ui/show/badge.tsx'

const { states } = words.keys

export function KeyState(key: { revoked_at: string | null; expires_at: string | null }) {
  if (key.revoked_at) return <Badge tone="bad">{states.revoked}</Badge>
  if (key.expires_at && Date.parse(key.expires_at) <= Date.now()) return <Badge tone="warn">{states.expired}</Badge>
  return <Badge tone="good">{states.live}</Badge>
}

/** What a key may do, in a few words. */
export function sayScopes(scopes: readonly string[]): string {
  const names = scopes.flatMap(scope => findWord(words.keys.scopeNames, scope) ?? [])
  const single = scopes.length - names.length
  return [...names, ...(single > 0 ? [words.keys.manyScopes(single)] : [])].join(', ')
}
