import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { type Answer, reading } from '../../api/reading.ts'
import { Edited } from '../../editing/edited.tsx'
import { useFormat } from '../../format/use-format.ts'
import { words } from '../../text/words.ts'
import { ActionsMenu } from '../../ui/act/actions-menu.tsx'
import { Tabs } from '../../ui/act/tabs.tsx'
import { Card } from '../../ui/page/card.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Badge } from '../../ui/show/badge.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { notify } from '../../ui/tell/notices.ts'
import { ArchiveGroups } from './archive-groups.tsx'
import { GroupCourses } from './group-courses.tsx'
import { GroupForm, readGroup } from './group-form.tsx'
import { GroupMembers } from './group-members.tsx'

type GroupShown = Answer<'/api/groups/{id}'>

export function GroupPage() {
  const { organization } = useActing()
  const { id } = useParams({ from: '/signed-in/console/$organization/groups/$id' })
  const group = useQuery(reading(organization, '/api/groups/{id}', { path: { id: Number(id) } }))
  return <Loaded query={group}>{group => <Group group={group} />}</Loaded>
}

function Group({ group }: { group: GroupShown }) {
  const { organization, unless } = useActing()
  const format = useFormat()
  const [isLeaving, leave] = useState(false)
  const { tabs } = words.groups
  return (
    <Page
      title={group.name}
      about={
        <>
          {group.archived_at && <Badge>{words.groups.states.archived}</Badge>}
          <span>{words.groups.membersCount(group.member_count)}</span>
          <span>· {words.groups.madeOn(format.day(group.created_at))}</span>
        </>
      }
      back={{ to: paths.groups, params: { organization }, name: words.groups.title }}
      actions={
        <ActionsMenu
          actions={[
            {
              name: words.groups.archive,
              isDangerous: true,
              whyNot: group.archived_at ? words.groups.isArchived : unless('groups.delete'),
              onAction: () => leave(true),
            },
          ]}
        />
      }
    >
      {group.description && <p className="max-w-prose">{group.description}</p>}
      <Tabs
        label={group.name}
        parts={[
          { id: 'members', name: tabs.members, children: <GroupMembers group={group} /> },
          { id: 'courses', name: tabs.courses, children: <GroupCourses group={group} /> },
          {
            id: 'settings',
            name: tabs.settings,
            children: <Edited thing={group}>{group => <GroupSettings group={group} />}</Edited>,
          },
        ]}
      />
      {isLeaving && <ArchiveGroups groups={[group]} onClose={() => leave(false)} />}
    </Page>
  )
}

function GroupSettings({ group }: { group: GroupShown }) {
  const { api, unless } = useActing()
  return (
    <Card isForm>
      <GroupForm
        group={group}
        send={fields => api.PATCH('/api/groups/{id}', { params: { path: { id: group.id } }, body: readGroup(fields) })}
        onDone={() => notify('done', words.ui.saved)}
        whyNot={group.archived_at ? words.groups.isArchived : unless('groups.edit')}
      />
    </Card>
  )
}
