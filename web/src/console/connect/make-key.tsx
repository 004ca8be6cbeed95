import { KeyRound } from 'lucide-react'
import { useActing, useChange } from '../../acting/acting.ts'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { Card } from '../../ui/page/card.tsx'
import { Copyable } from '../../ui/share/copyable.tsx'
import { Problem } from '../../ui/tell/problem.tsx'
import type { Tool } from './tools.ts'

export interface MadeKey {
  id: number
  key: string
}

export function MakeKey({
  tool,
  made,
  onMade,
}: {
  tool: Tool
  made: MadeKey | undefined
  onMade: (made: MadeKey) => void
}) {
  const { api, unless } = useActing()
  const name = words.connect.tools[tool]
  const change = useChange(
    () => api.POST('/api/keys', { body: { name, scopes: ['provision'] } }),
    answer => {
      if ('key' in answer) onMade(answer)
    },
  )
  return (
    <Card title={words.connect.keyTitle(name)}>
      {made ? (
        <>
          <Copyable value={made.key} label={words.keys.copy} hint={words.keys.onceHint} />
          <p className="text-quiet text-sm">{words.connect.keyIsIn}</p>
        </>
      ) : (
        <>
          <p className="text-quiet">{words.connect.keyHint}</p>
          {change.error && <Problem error={change.error} />}
          <div>
            <Action
              look="main"
              icon={KeyRound}
              isPending={change.isPending}
              whyNot={unless('keys.create') ?? unless('provision')}
              onPress={() => change.mutate(undefined)}
            >
              {words.connect.makeKey}
            </Action>
          </div>
        </>
      )}
    </Card>
  )
}
