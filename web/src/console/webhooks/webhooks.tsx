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
import { rowLook } from '../../ui/look/row-look.ts'
import { Page } from '../../ui/page/page.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { WebhookState } from './webhook-state.tsx'

export function WebhooksPage() {
  const columns = useColumns()
  return (
    <Page title={words.webhooks.title} about={words.webhooks.about} actions={<NewWebhookLink />}>
      <List
        label={words.webhooks.title}
        path="/api/webhooks"
        columns={columns}
        empty={<Empty title={words.webhooks.emptyTitle} hint={words.webhooks.emptyHint} />}
        hasCsv
      />
    </Page>
  )
}

function NewWebhookLink() {
  const { organization, unless } = useActing()
  return (
    <ActionLink
      look="main"
      icon={Plus}
      to={paths.newWebhook}
      params={{ organization }}
      whyNot={unless('settings.edit')}
    >
      {words.webhooks.add}
    </ActionLink>
  )
}

function useColumns(): Column<Row<'/api/webhooks'>>[] {
  const { organization } = useActing()
  const format = useFormat()
  const { columns } = words.webhooks
  return [
    {
      id: 'url',
      name: columns.url,
      grow: 2,
      cell: ({ id, url }) => (
        <Link to={paths.webhook} params={{ organization, id: String(id) }} className={`block truncate ${rowLook}`}>
          {url}
        </Link>
      ),
    },
    { id: 'events', name: columns.events, cell: ({ events }) => words.webhooks.manyEvents(events.length) },
    { id: 'state', name: columns.state, cell: webhook => <WebhookState {...webhook} />, onPhone: true },
    { id: 'created', name: columns.created, cell: ({ created_at }) => format.day(created_at) },
    { id: 'description', name: columns.description, cell: ({ description }) => description, isExtra: true },
  ]
}
