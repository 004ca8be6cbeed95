import { useQuery } from '@tanstack/react-query'
import { useChange } from '../../acting/acting.ts'
import { reading } from '../../api/reading.ts'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { Card } from '../../ui/page/card.tsx'
import { Person } from '../../ui/show/person.tsx'
import { notify } from '../../ui/tell/notices.ts'
import { sayProblem } from '../../ui/tell/problem.tsx'
import { useMyTeam } from '../my-team.ts'

/** Those who ask to come in by a link; nothing, while there is nobody. */
export function WhoWaits({ link: id }: { link: number }) {
  const { organization, api, unless } = useMyTeam()
  const asked = { path: { id }, query: { state: 'pending', limit: 200 } } as const
  const { data } = useQuery(reading(organization, '/api/links/{id}/joins', asked))
  const answering = useChange(({ join, answer }: { join: number; answer: 'approve' | 'decline' }) =>
    api.POST(`/api/links/{id}/joins/{join}/${answer}`, { params: { path: { id, join } } }),
  )
  const answer = (join: number, answer: 'approve' | 'decline') =>
    answering.mutate({ join, answer }, { onError: error => notify('problem', sayProblem(error)) })
  if (!data || data.data.length === 0) return null
  return (
    <Card title={words.portal.waiting}>
      <ul className="flex flex-col gap-3">
        {data.data.map(({ id: join, ...person }) => (
          <li key={join} className="flex flex-wrap items-center justify-between gap-3">
            <span className="min-w-0">
              <Person {...person} />
            </span>
            <span className="flex gap-2">
              <Action look="main" whyNot={unless('links.edit')} onPress={() => answer(join, 'approve')}>
                {words.links.approve}
              </Action>
              <Action whyNot={unless('links.edit')} onPress={() => answer(join, 'decline')}>
                {words.links.decline}
              </Action>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
