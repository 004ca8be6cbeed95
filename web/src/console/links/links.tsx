import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { useAddress } from '../../address/use-address.ts'
import type { Row } from '../../api/reading.ts'
import { HiddenFilter } from '../../table/hidden-filter.tsx'
import { List } from '../../table/list.tsx'
import { SearchFilter } from '../../table/search-filter.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { ActionLink } from '../../ui/act/action-link.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { EndLinks } from './end-links.tsx'
import { useLinkColumns } from './link-columns.tsx'

type Link = Row<'/api/links'>

export function LinksPage() {
  const { unless } = useActing()
  const [{ revoked, team, group }] = useAddress<'revoked' | 'team' | 'group'>()
  const columns = useLinkColumns()
  const [leaving, leave] = useState<{ links: Link[]; clear: () => void } | null>(null)
  return (
    <Page title={words.links.title} actions={<NewLinkLink />}>
      <List
        label={words.links.title}
        path="/api/links"
        query={{
          revoked: revoked ? true : undefined,
          team: team === undefined ? undefined : Number(team),
          group: group === undefined ? undefined : Number(group),
        }}
        columns={columns}
        filters={<Filters />}
        bulk={(links, clear) => (
          <Action look="danger" whyNot={unless('links.delete')} onPress={() => leave({ links, clear })}>
            {words.links.endShort}
          </Action>
        )}
        empty={
          <Empty title={words.links.emptyTitle} hint={words.links.emptyHint}>
            <NewLinkLink />
          </Empty>
        }
        hasCsv
      />
      {leaving && <EndLinks links={leaving.links} onClose={() => leave(null)} onDone={leaving.clear} />}
    </Page>
  )
}

function NewLinkLink() {
  const { organization, unless } = useActing()
  return (
    <ActionLink look="main" icon={Plus} to={paths.newLink} params={{ organization }} whyNot={unless('links.create')}>
      {words.links.add}
    </ActionLink>
  )
}

function Filters() {
  const { filters } = words.links
  return (
    <>
      <SearchFilter kind="team" name="team" label={filters.team} />
      <SearchFilter kind="group" name="group" label={filters.group} />
      <HiddenFilter name="revoked" label={filters.ended} />
    </>
  )
}
