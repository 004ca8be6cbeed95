import { MailPlus } from 'lucide-react'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { useAddress } from '../../address/use-address.ts'
import type { Row } from '../../api/reading.ts'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import { FilterSelect } from '../../table/filter-select.tsx'
import { List } from '../../table/list.tsx'
import { SearchFilter } from '../../table/search-filter.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { ActionLink } from '../../ui/act/action-link.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { useInvitationColumns } from './invitation-columns.tsx'

type Invitation = Row<'/api/invitations'>

export function InvitationsPage() {
  const { unless } = useActing()
  const [{ state, team }] = useAddress<'state' | 'team'>()
  const columns = useInvitationColumns()
  const [asked, ask] = useState<{ change: Change; rows: Invitation[]; clear: () => void } | null>(null)
  return (
    <Page title={words.invitations.title} actions={<InviteLink />}>
      <List
        label={words.invitations.title}
        path="/api/invitations"
        query={{
          state: state as Invitation['state'] | undefined,
          team: team === undefined ? undefined : Number(team),
        }}
        columns={columns}
        search={words.invitations.search}
        filters={<Filters />}
        bulk={(rows, clear) => (
          <>
            <Action whyNot={unless('invitations.edit')} onPress={() => ask({ change: 'resend', rows, clear })}>
              {words.invitations.resend}
            </Action>
            <Action
              look="danger"
              whyNot={unless('invitations.delete')}
              onPress={() => ask({ change: 'withdraw', rows, clear })}
            >
              {words.invitations.withdraw}
            </Action>
          </>
        )}
        empty={
          <Empty title={words.invitations.emptyTitle} hint={words.invitations.emptyHint}>
            <InviteLink />
          </Empty>
        }
        hasCsv
      />
      {asked && <InvitationDialog {...asked} onClose={() => ask(null)} />}
    </Page>
  )
}

type Change = 'resend' | 'withdraw'

const say = {
  resend: { title: words.invitations.resendTitle, hint: words.invitations.resendHint },
  withdraw: { title: words.invitations.withdrawTitle, hint: words.invitations.withdrawHint },
}

function InvitationDialog(props: { change: Change; rows: Invitation[]; clear: () => void; onClose: () => void }) {
  const { change, rows, clear, onClose } = props
  const { api } = useActing()
  const { title, hint } = say[change]
  return (
    <PlanDialog
      title={title(rows.length)}
      hint={hint}
      steps={rows.map(({ id, email }) => {
        const params = { path: { id }, query: { mode: 'plan' as const } }
        return {
          name: email,
          plan: () =>
            change === 'resend'
              ? api.POST('/api/invitations/{id}/resend', { params, body: {} })
              : api.POST('/api/invitations/{id}/withdraw', { params }),
        }
      })}
      doLabel={words.invitations[change]}
      isDangerous={change === 'withdraw'}
      onClose={onClose}
      onDone={clear}
    />
  )
}

function InviteLink() {
  const { organization, unless } = useActing()
  return (
    <ActionLink
      look="main"
      icon={MailPlus}
      to={paths.newInvitations}
      params={{ organization }}
      whyNot={unless('invitations.create')}
    >
      {words.invitations.add}
    </ActionLink>
  )
}

function Filters() {
  const { filters, states } = words.invitations
  return (
    <>
      <FilterSelect
        name="state"
        label={filters.state}
        options={Object.entries(states).map(([id, name]) => ({ id, name }))}
      />
      <SearchFilter kind="team" name="team" label={filters.team} />
    </>
  )
}
