import { Link } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { useAddress } from '../../address/use-address.ts'
import type { Row } from '../../api/reading.ts'
import { useCourseNames } from '../../format/use-course-names.ts'
import { useFormat } from '../../format/use-format.ts'
import type { Column } from '../../table/column.ts'
import { HiddenFilter } from '../../table/hidden-filter.tsx'
import { List } from '../../table/list.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { ActionLink } from '../../ui/act/action-link.tsx'
import { rowLook } from '../../ui/look/row-look.ts'
import { Page } from '../../ui/page/page.tsx'
import { Badge } from '../../ui/show/badge.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { ArchiveGroups } from './archive-groups.tsx'

type Group = Row<'/api/groups'>

export function GroupsPage() {
  const { unless } = useActing()
  const [{ archived }] = useAddress<'archived'>()
  const columns = useColumns()
  const [leaving, leave] = useState<{ groups: Group[]; clear: () => void } | null>(null)
  return (
    <Page title={words.groups.title} about={words.groups.about} actions={<NewGroupLink />}>
      <List
        label={words.groups.title}
        path="/api/groups"
        query={{ archived: archived ? true : undefined }}
        columns={columns}
        search={words.groups.search}
        filters={<HiddenFilter name="archived" label={words.groups.filters.archived} />}
        bulk={(groups, clear) => (
          <Action look="danger" whyNot={unless('groups.delete')} onPress={() => leave({ groups, clear })}>
            {words.groups.archive}
          </Action>
        )}
        empty={
          <Empty title={words.groups.emptyTitle} hint={words.groups.emptyHint}>
            <NewGroupLink />
          </Empty>
        }
        hasCsv
      />
      {leaving && <ArchiveGroups groups={leaving.groups} onClose={() => leave(null)} onDone={leaving.clear} />}
    </Page>
  )
}

function NewGroupLink() {
  const { organization, unless } = useActing()
  return (
    <ActionLink look="main" icon={Plus} to={paths.newGroup} params={{ organization }} whyNot={unless('groups.create')}>
      {words.groups.add}
    </ActionLink>
  )
}

function useColumns(): Column<Group>[] {
  const { organization } = useActing()
  const format = useFormat()
  const called = useCourseNames()
  const { columns, states } = words.groups
  return [
    {
      id: 'name',
      name: columns.name,
      sort: 'name',
      grow: 2,
      cell: ({ id, name }) => (
        <Link to={paths.group} params={{ organization, id: String(id) }} className={rowLook}>
          {name}
        </Link>
      ),
    },
    { id: 'members', name: columns.members, cell: group => format.number(group.member_count), onPhone: true },
    { id: 'courses', name: columns.courses, grow: 2, cell: group => group.courses.map(called).join(', ') },
    {
      id: 'state',
      name: columns.state,
      cell: group =>
        group.archived_at ? <Badge>{states.archived}</Badge> : <Badge tone="good">{states.active}</Badge>,
    },
    { id: 'created', name: columns.created, cell: group => format.day(group.created_at) },
    { id: 'description', name: columns.description, cell: group => group.description, isExtra: true, grow: 2 },
  ]
}
