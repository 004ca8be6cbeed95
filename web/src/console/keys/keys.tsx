import { Link } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { useAddress } from '../../address/use-address.ts'
import type { Row } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import type { Column } from '../../table/column.ts'
import { HiddenFilter } from '../../table/hidden-filter.tsx'
import { List } from '../../table/list.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { ActionLink } from '../../ui/act/action-link.tsx'
import { rowLook } from '../../ui/look/row-look.ts'
import { Page } from '../../ui/page/page.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { KeyState, sayScopes } from './key-state.tsx'
import { RevokeKeys } from './revoke-keys.tsx'

type Key = Row<'/api/keys'>

export function KeysPage() {
  const { organization, unless } = useActing()
  const [{ revoked }] = useAddress<'revoked'>()
  const columns = useColumns()
  const [leaving, leave] = useState<{ keys: Key[]; clear: () => void } | null>(null)
  return (
    <Page title={words.keys.title} about={words.keys.about} actions={<NewKeyLink />}>
      <List
        label={words.keys.title}
        path="/api/keys"
        query={{ revoked: revoked ? true : undefined }}
        columns={columns}
        filters={<HiddenFilter name="revoked" label={words.keys.filters.revoked} />}
        bulk={(keys, clear) => (
          <Action look="danger" whyNot={unless('keys.delete')} onPress={() => leave({ keys, clear })}>
            {words.keys.revoke}
          </Action>
        )}
        empty={
          <Empty title={words.keys.emptyTitle} hint={words.keys.emptyHint}>
            <ActionLink to={paths.connect} params={{ organization }}>
              {words.keys.connect}
            </ActionLink>
          </Empty>
        }
        hasCsv
      />
      {leaving && <RevokeKeys keys={leaving.keys} onClose={() => leave(null)} onDone={leaving.clear} />}
    </Page>
  )
}

function NewKeyLink() {
  const { organization, unless } = useActing()
  return (
    <ActionLink look="main" icon={Plus} to={paths.newKey} params={{ organization }} whyNot={unless('keys.create')}>
      {words.keys.add}
    </ActionLink>
  )
}

function useColumns(): Column<Key>[] {
  const { organization } = useActing()
  const format = useFormat()
  const { columns } = words.keys
  return [
    {
      id: 'name',
      name: columns.name,
      grow: 2,
      cell: ({ id, name }) => (
        <Link to={paths.key} params={{ organization, id: String(id) }} className={rowLook}>
          {name}
        </Link>
      ),
    },
    { id: 'scopes', name: columns.scopes, cell: ({ scopes }) => sayScopes(scopes) },
    { id: 'state', name: columns.state, cell: key => <KeyState {...key} />, onPhone: true },
    {
      id: 'used',
      name: columns.used,
      grow: 1.3,
      isMoment: true,
      cell: ({ last_used_at }) => (last_used_at ? format.moment(last_used_at) : words.keys.neverUsed),
    },
    {
      id: 'expires',
      name: columns.expires,
      isMoment: true,
      cell: ({ expires_at }) => (expires_at ? format.moment(expires_at) : words.keys.noExpiry),
    },
    {
      id: 'prefix',
      name: columns.prefix,
      grow: 2,
      cell: ({ prefix }) => <code className="text-sm">{prefix}</code>,
      isExtra: true,
    },
    {
      id: 'addresses',
      name: columns.addresses,
      cell: ({ allowed_addresses }) => allowed_addresses.join(', ') || words.keys.anywhere,
      isExtra: true,
    },
    { id: 'created', name: columns.created, cell: ({ created_at }) => format.day(created_at), isExtra: true },
  ]
}
