import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { useAddress } from '../../address/use-address.ts'
import { nameOfRole } from '../../api/called.ts'
import { reading } from '../../api/reading.ts'
import { FilterSelect } from '../../table/filter-select.tsx'
import { List } from '../../table/list.tsx'
import { SearchFilter } from '../../table/search-filter.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { ActionLink } from '../../ui/act/action-link.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { type MembershipChange, MembershipDialog } from './membership-dialog.tsx'
import { type UserRow, useUserColumns } from './user-columns.tsx'

export function UsersPage() {
  const { unless } = useActing()
  const [{ role, team }] = useAddress<'role' | 'team'>()
  const columns = useUserColumns()
  const [asked, ask] = useState<{ change: MembershipChange; users: UserRow[]; clear: () => void } | null>(null)
  return (
    <Page title={words.users.title} actions={<NewUserLink />}>
      <List
        label={words.users.title}
        path="/api/users"
        query={{ role, team: team === undefined ? undefined : Number(team) }}
        columns={columns}
        search={words.users.search}
        filters={<Filters />}
        bulk={(users, clear) => (
          <>
            <Action whyNot={unless('users.edit')} onPress={() => ask({ change: 'suspend', users, clear })}>
              {words.users.suspend}
            </Action>
            <Action whyNot={unless('users.edit')} onPress={() => ask({ change: 'resume', users, clear })}>
              {words.users.resume}
            </Action>
            <Action
              look="danger"
              whyNot={unless('users.delete')}
              onPress={() => ask({ change: 'remove', users, clear })}
            >
              {words.users.removeShort}
            </Action>
          </>
        )}
        empty={
          <Empty title={words.users.emptyTitle} hint={words.users.emptyHint}>
            <NewUserLink />
          </Empty>
        }
        hasCsv
      />
      {asked && (
        <MembershipDialog change={asked.change} users={asked.users} onClose={() => ask(null)} onDone={asked.clear} />
      )}
    </Page>
  )
}

function NewUserLink() {
  const { organization, unless } = useActing()
  return (
    <ActionLink look="main" icon={Plus} to={paths.newUser} params={{ organization }} whyNot={unless('users.create')}>
      {words.users.add}
    </ActionLink>
  )
}

function Filters() {
  const { organization, may } = useActing()
  const roles = useQuery({
    ...reading(organization, '/api/roles', { query: { limit: 200 } }),
    enabled: may('roles.view'),
  })
  return (
    <>
      {roles.data && (
        <FilterSelect
          name="role"
          label={words.users.filters.role}
          options={roles.data.data.map(role => ({ id: role.name, name: nameOfRole(role) }))}
        />
      )}
      <SearchFilter kind="team" name="team" label={words.users.filters.team} />
    </>
  )
}
