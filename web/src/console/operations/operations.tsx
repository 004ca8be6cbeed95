import { useQuery } from '@tanstack/react-query'
import { Pause, Play } from 'lucide-react'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { useAddress } from '../../address/use-address.ts'
import { following } from '../../api/following.ts'
import { reading } from '../../api/reading.ts'
import { FilterSelect } from '../../table/filter-select.tsx'
import { List } from '../../table/list.tsx'
import { SearchBox } from '../../table/search-box.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { ActionLink } from '../../ui/act/action-link.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Badge } from '../../ui/show/badge.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { useOperationColumns } from './operation-columns.tsx'

const actors = ['key', 'unknown_key', 'user', 'system'] as const

/** The list, and above it what came since: the place in the log is taken first, so that nothing falls between. */
export function OperationsPage() {
  const { organization } = useActing()
  const [address] = useAddress<'email' | 'result' | 'kind' | 'actor' | 'key'>()
  const [isPaused, pause] = useState(false)
  const columns = useOperationColumns()
  const query = {
    email: address.email,
    result: address.result,
    kind: words.log.kinds.find(({ id }) => id === address.kind)?.id,
    actor: actors.find(actor => actor === address.actor),
    key: address.key === undefined ? undefined : Number(address.key),
  }
  const live = useQuery({
    ...following(organization, query),
    ...(isPaused && { refetchInterval: false as const, refetchOnWindowFocus: false }),
  })
  return (
    <Page
      title={words.log.title}
      about={words.log.about}
      actions={
        <>
          <span role="status" className="self-center">
            {isPaused ? (
              <Badge>{words.log.paused}</Badge>
            ) : live.failureCount > 0 ? (
              <Badge tone="warn">{words.log.notConnected}</Badge>
            ) : (
              <Badge tone="good">{words.log.live}</Badge>
            )}
          </span>
          <Action icon={isPaused ? Play : Pause} onPress={() => pause(!isPaused)}>
            {isPaused ? words.log.resume : words.log.pause}
          </Action>
        </>
      }
    >
      <Loaded query={live}>
        {({ seen }) => (
          <List
            label={words.log.title}
            path="/api/operations"
            query={query}
            columns={columns}
            filters={<Filters />}
            empty={
              <Empty title={words.log.emptyTitle} hint={words.log.emptyHint}>
                <ActionLink to={paths.connect} params={{ organization }}>
                  {words.log.connect}
                </ActionLink>
              </Empty>
            }
            fresh={seen}
            hasCsv
          />
        )}
      </Loaded>
    </Page>
  )
}

function Filters() {
  const { organization, may } = useActing()
  const { filters } = words.log
  const keys = useQuery({
    ...reading(organization, '/api/keys', { query: { limit: 200, revoked: true } }),
    enabled: may('keys.view'),
  })
  return (
    <>
      <SearchBox name="email" label={words.log.email} />
      <FilterSelect name="result" label={filters.result} options={words.log.results} />
      <FilterSelect name="kind" label={filters.kind} options={words.log.kinds} />
      <FilterSelect
        name="actor"
        label={filters.actor}
        options={actors.map(id => ({ id, name: words.log.actors[id] }))}
      />
      {keys.data && keys.data.data.length > 0 && (
        <FilterSelect name="key" label={filters.key} options={keys.data.data} />
      )}
    </>
  )
}
