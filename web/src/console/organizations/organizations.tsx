import { useInfiniteQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { useAddress } from '../../address/use-address.ts'
import { listing } from '../../api/reading.ts'
import { CsvButton } from '../../table/csv-button.tsx'
import { HiddenFilter } from '../../table/hidden-filter.tsx'
import { SearchBox } from '../../table/search-box.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { ActionLink } from '../../ui/act/action-link.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { Skeleton } from '../../ui/show/skeleton.tsx'
import { Problem } from '../../ui/tell/problem.tsx'
import { OrganizationTree } from './organization-tree.tsx'

/** The organization one acts in, and those below it. */
export function OrganizationsPage() {
  const { organization } = useActing()
  const [{ search, archived }] = useAddress<'search' | 'archived'>()
  const query = { search, archived: archived ? true : undefined, sort: 'name' }
  const list = useInfiniteQuery(listing(organization, '/api/organizations', { query }))
  const organizations = list.data?.pages.flatMap(({ data }) => data) ?? []
  const { filters } = words.organizations
  return (
    <Page title={words.organizations.title} actions={<NewOrganizationLink />}>
      <div className="flex flex-wrap items-center gap-2">
        <SearchBox label={words.organizations.search} />
        <HiddenFilter name="archived" label={filters.archived} />
        <div className="ms-auto">
          <CsvButton list={{ label: words.organizations.title, path: '/api/organizations', query }} />
        </div>
      </div>
      {list.isPending && <Skeleton />}
      {list.error && !list.isFetching && <Problem error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && organizations.length === 0 && (
        <Empty title={words.organizations.emptyTitle} hint={words.organizations.emptyHint} />
      )}
      {organizations.length > 0 && <OrganizationTree organizations={organizations} isFound={Boolean(search)} />}
      {list.hasNextPage && (
        <div>
          <Action isPending={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
            {words.organizations.more}
          </Action>
        </div>
      )}
      {list.isSuccess && organizations.length === 1 && !search && (
        <Empty title={words.organizations.onlyTitle} hint={words.organizations.onlyHint}>
          <NewOrganizationLink />
        </Empty>
      )}
    </Page>
  )
}

function NewOrganizationLink() {
  const { organization, unless } = useActing()
  return (
    <ActionLink
      look="main"
      icon={Plus}
      to={paths.newOrganization}
      params={{ organization }}
      whyNot={unless('organizations.create')}
    >
      {words.organizations.add}
    </ActionLink>
  )
}
