import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { useAddress } from '../../address/use-address.ts'
import { reading } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import { List } from '../../table/list.tsx'
import { SearchFilter } from '../../table/search-filter.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { ChangeCredits } from './change-credits.tsx'
import { useCreditColumns } from './credit-columns.tsx'

/** What the organization has to spend, or one of its teams, and what made it. */
export function CreditsPage() {
  const { organization, organizationName, may, unless } = useActing()
  const [{ team: chosen }] = useAddress<'team'>()
  const [isChanging, change] = useState(false)
  const columns = useCreditColumns()
  const team = Number(chosen) || undefined
  const { data: named } = useQuery({
    ...reading(organization, '/api/teams/{id}', { path: { id: team ?? 0 } }),
    enabled: team !== undefined && may('teams.view'),
  })
  const name = team === undefined ? organizationName : (named?.name ?? '')
  const list = {
    label: words.credits.title,
    columns,
    empty: <Empty title={words.credits.emptyTitle} hint={words.credits.emptyHint} />,
    filters: <SearchFilter kind="team" name="team" label={words.credits.whose} any={words.credits.organization} />,
    hasCsv: true,
  }
  return (
    <Page
      title={words.credits.title}
      actions={
        <Action look="main" whyNot={unless('orders.edit')} onPress={() => change(true)}>
          {words.credits.change}
        </Action>
      }
    >
      <Balance key={team} team={team} name={name} />
      {team === undefined ? (
        <List {...list} path="/api/organizations/{organization}/credits" params={{ organization }} />
      ) : (
        <List key={team} {...list} path="/api/teams/{id}/credits" params={{ id: team }} />
      )}
      {isChanging && <ChangeCredits team={team} name={name} onClose={() => change(false)} />}
    </Page>
  )
}

function Balance({ team, name }: { team: number | undefined; name: string }) {
  const { organization } = useActing()
  const format = useFormat()
  const query = { limit: 1 }
  const ofOrganization = useQuery({
    ...reading(organization, '/api/organizations/{organization}/credits', { path: { organization }, query }),
    enabled: team === undefined,
  })
  const ofTeam = useQuery({
    ...reading(organization, '/api/teams/{id}/credits', { path: { id: team ?? 0 }, query }),
    enabled: team !== undefined,
  })
  const balance = (team === undefined ? ofOrganization : ofTeam).data?.balance
  return (
    <div className="flex flex-col gap-1 rounded-2xl border border-line bg-surface p-5">
      <span className="text-quiet text-sm">{words.credits.balanceOf(name)}</span>
      <span className="font-semibold text-3xl tabular-nums">
        {balance === undefined ? '–' : format.amount(balance)}
      </span>
    </div>
  )
}
