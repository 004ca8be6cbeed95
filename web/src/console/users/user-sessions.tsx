import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useActing, useChange } from '../../acting/acting.ts'
import { reading } from '../../api/reading.ts'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import { account } from '../../text/account.ts'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { Card } from '../../ui/page/card.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { SessionList } from '../../ui/show/session-list.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { notify } from '../../ui/tell/notices.ts'
import { sayProblem } from '../../ui/tell/problem.tsx'

/** Where somebody is signed in, and the end of it. */
export function UserSessions({ user: { id, email } }: { user: { id: number; email: string } }) {
  const { api, organization, unless } = useActing()
  const path = { id }
  const sessions = useQuery(reading(organization, '/api/users/{id}/sessions', { path }))
  const [isEnding, end] = useState(false)
  const ending = useChange(
    (session: number) => api.DELETE('/api/users/{id}/sessions/{session}', { params: { path: { id, session } } }),
    () => notify('done', words.users.signedOut),
  )
  const endOne = (session: number) => ending.mutate(session, { onError: error => notify('problem', sayProblem(error)) })
  return (
    <Loaded query={sessions}>
      {({ sessions }) =>
        sessions.length === 0 ? (
          <Empty title={words.users.noSessions} hint={words.users.noSessionsHint} />
        ) : (
          <Card>
            <div className="flex flex-wrap items-center justify-between gap-3">
              <p className="max-w-2xl text-quiet">{words.users.sessionsHint}</p>
              <Action whyNot={unless('users.edit')} onPress={() => end(true)}>
                {words.users.endSessions}
              </Action>
            </div>
            <SessionList
              sessions={sessions}
              action={({ id }, label) => (
                <Action
                  label={label}
                  whyNot={unless('users.edit')}
                  isPending={ending.isPending}
                  onPress={() => endOne(id)}
                >
                  {account.sessions.end}
                </Action>
              )}
            />
            {isEnding && (
              <PlanDialog
                title={words.users.endSessionsTitle}
                hint={words.users.endSessionsHint}
                steps={[
                  {
                    name: email,
                    plan: () => api.DELETE('/api/users/{id}/sessions', { params: { path, query: { mode: 'plan' } } }),
                  },
                ]}
                doLabel={words.users.endSessions}
                isDangerous
                hasUndo={false}
                onClose={() => end(false)}
              />
            )}
          </Card>
        )
      }
    </Loaded>
  )
}
