import { useState } from 'react'
import { useChange } from '../../acting/acting.ts'
import { useSendsMail } from '../../acting/use-sends-mail.ts'
import { useAddress } from '../../address/use-address.ts'
import type { Row } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import { FilterSelect } from '../../table/filter-select.tsx'
import { List } from '../../table/list.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { Badge, type Tone } from '../../ui/show/badge.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { Person } from '../../ui/show/person.tsx'
import { notify } from '../../ui/tell/notices.ts'
import { sayProblem } from '../../ui/tell/problem.tsx'
import { useMyTeam } from '../my-team.ts'

type Invitation = Row<'/api/invitations'>

const tones: Record<Invitation['state'], Tone> = {
  pending: 'accent',
  accepted: 'good',
  withdrawn: 'plain',
  expired: 'warn',
}

export function TeamInvitations() {
  const sends = useSendsMail()
  const { team, api, unless } = useMyTeam()
  const [{ state }] = useAddress<'state'>()
  const format = useFormat()
  const [leaving, leave] = useState<{ invitations: Invitation[]; clear: () => void } | null>(null)
  const resending = useChange((id: number) =>
    api.POST('/api/invitations/{id}/resend', { params: { path: { id } }, body: null }),
  )
  const resend = async (invitations: readonly Invitation[], clear: () => void) => {
    try {
      for (const { id } of invitations) await resending.mutateAsync(id)
      notify('done', words.people.sent(invitations.length, sends))
      clear()
    } catch (error) {
      notify('problem', sayProblem(error))
    }
  }
  return (
    <>
      <List
        label={words.portal.tabs.invitations}
        path="/api/invitations"
        query={{ team, state: state as Invitation['state'] | undefined }}
        columns={[
          { id: 'person', name: words.portal.person, grow: 2, cell: (row: Invitation) => <Person {...row} /> },
          {
            id: 'state',
            name: words.invitations.columns.state,
            onPhone: true,
            cell: row => <Badge tone={tones[row.state]}>{words.invitations.states[row.state]}</Badge>,
          },
          {
            id: 'gives',
            name: words.invitations.columns.gives,
            grow: 1.6,
            cell: ({ offered }) => offered.join(', ') || '–',
          },
          { id: 'sent', name: words.invitations.columns.sent, cell: ({ sent_at }) => format.day(sent_at) },
          {
            id: 'until',
            name: words.invitations.columns.expires,
            cell: ({ expires_at }) => format.lastDay(expires_at),
          },
        ]}
        filters={
          <FilterSelect
            name="state"
            label={words.invitations.columns.state}
            options={Object.entries(words.invitations.states).map(([id, name]) => ({ id, name }))}
          />
        }
        bulk={(invitations, clear) => (
          <>
            <Action
              isPending={resending.isPending}
              whyNot={unless('invitations.edit')}
              onPress={() => void resend(invitations, clear)}
            >
              {words.invitations.resend}
            </Action>
            <Action look="danger" whyNot={unless('invitations.delete')} onPress={() => leave({ invitations, clear })}>
              {words.invitations.withdraw}
            </Action>
          </>
        )}
        empty={<Empty title={words.portal.noInvitations} hint={words.portal.noInvitationsHint} />}
        hasCsv
      />
      {leaving && (
        <PlanDialog
          title={words.invitations.withdrawTitle(leaving.invitations.length)}
          hint={words.invitations.withdrawHint}
          steps={leaving.invitations.map(({ id, email }) => ({
            name: email,
            plan: () =>
              api.POST('/api/invitations/{id}/withdraw', { params: { path: { id }, query: { mode: 'plan' } } }),
          }))}
          doLabel={words.invitations.withdraw}
          isDangerous
          onClose={() => leave(null)}
          onDone={leaving.clear}
        />
      )}
    </>
  )
}
