import { Link } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import type { Row } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import type { Column } from '../../table/column.ts'
import { List } from '../../table/list.tsx'
import { words } from '../../text/words.ts'
import { ActionLink } from '../../ui/act/action-link.tsx'
import { Tabs } from '../../ui/act/tabs.tsx'
import { rowLook } from '../../ui/look/row-look.ts'
import { Page } from '../../ui/page/page.tsx'
import { Badge } from '../../ui/show/badge.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { BreakGlass } from './break-glass.tsx'
import { Domains } from './domains.tsx'

const { signOn: say } = words

/** By which providers the organization's people sign in, and of which domains they are. */
export function SignInSettingsPage() {
  const { organization, may, unless } = useActing()
  const add = (
    <ActionLink
      look="main"
      icon={Plus}
      to={paths.newProvider}
      params={{ organization }}
      whyNot={unless('settings.edit')}
    >
      {say.add}
    </ActionLink>
  )
  return (
    <Page
      title={say.title}
      about={say.about}
      back={{ to: paths.settings, params: { organization }, name: words.settings.title }}
      actions={add}
    >
      <Tabs
        label={say.title}
        parts={[
          { id: 'providers', name: say.tabs.providers, children: <Providers /> },
          { id: 'domains', name: say.tabs.domains, children: <Domains /> },
          may('users.view') && { id: 'break-glass', name: say.tabs.breakGlass, children: <BreakGlass /> },
        ].filter(part => part !== false)}
      />
    </Page>
  )
}

function Providers() {
  return (
    <List
      label={say.tabs.providers}
      path="/api/identity-providers"
      columns={useColumns()}
      empty={<Empty title={say.emptyTitle} hint={say.emptyHint} />}
    />
  )
}

function useColumns(): Column<Row<'/api/identity-providers'>>[] {
  const { organization } = useActing()
  const format = useFormat()
  const { columns, states } = say
  return [
    {
      id: 'name',
      name: columns.name,
      grow: 2,
      cell: ({ id, name }) => (
        <Link to={paths.provider} params={{ organization, id: String(id) }} className={rowLook}>
          {name}
        </Link>
      ),
    },
    { id: 'protocol', name: columns.protocol, cell: ({ protocol }) => say.protocols[protocol] },
    {
      id: 'state',
      name: columns.state,
      cell: ({ enabled }) => <Badge tone={enabled ? 'good' : 'plain'}>{enabled ? states.on : states.off}</Badge>,
      onPhone: true,
    },
    {
      id: 'tested',
      name: columns.tested,
      isMoment: true,
      cell: ({ tested_at }) => (tested_at ? format.moment(tested_at) : say.neverTested),
    },
  ]
}
