import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { type Answer, reading } from '../../api/reading.ts'
import { Edited } from '../../editing/edited.tsx'
import { useFormat } from '../../format/use-format.ts'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { ActionLink } from '../../ui/act/action-link.tsx'
import { Card } from '../../ui/page/card.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Facts } from '../../ui/show/facts.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { notify } from '../../ui/tell/notices.ts'
import { KeyForm, readKey } from './key-form.tsx'
import { KeyState, sayScopes } from './key-state.tsx'
import { RevokeKeys } from './revoke-keys.tsx'

export function KeyPage() {
  const { organization } = useActing()
  const { id } = useParams({ from: '/signed-in/console/$organization/keys/$id' })
  const key = useQuery(reading(organization, '/api/keys/{id}', { path: { id: Number(id) } }))
  return <Loaded query={key}>{key => <Key apiKey={key} />}</Loaded>
}

function Key({ apiKey }: { apiKey: Answer<'/api/keys/{id}'> }) {
  const { organization, timeZone, may, unless } = useActing()
  const format = useFormat()
  const [isLeaving, leave] = useState(false)
  const { columns } = words.keys
  const isRevoked = apiKey.revoked_at ? words.keys.isRevoked : null
  const { id } = apiKey
  return (
    <Page
      title={apiKey.name}
      about={<KeyState {...apiKey} />}
      back={{ to: paths.keys, params: { organization }, name: words.keys.title }}
      actions={
        <>
          {may('operations.view') && (
            <ActionLink to={paths.operations} params={{ organization }} search={{ key: String(id) }}>
              {words.keys.log}
            </ActionLink>
          )}
          <Action look="danger" whyNot={isRevoked ?? unless('keys.delete')} onPress={() => leave(true)}>
            {words.keys.revoke}
          </Action>
        </>
      }
    >
      <Facts
        facts={[
          [columns.prefix, <code key="prefix">{apiKey.prefix}…</code>],
          [columns.scopes, sayScopes(apiKey.scopes)],
          [columns.used, apiKey.last_used_at ? format.moment(apiKey.last_used_at) : words.keys.neverUsed],
          [columns.expires, apiKey.expires_at ? format.moment(apiKey.expires_at) : words.keys.noExpiry],
          [columns.addresses, apiKey.allowed_addresses.join(', ') || words.keys.anywhere],
          [columns.created, format.moment(apiKey.created_at)],
          [words.keys.states.revoked, apiKey.revoked_at && format.moment(apiKey.revoked_at)],
        ]}
      />
      {!isRevoked && (
        <Card title={words.keys.settings} isForm>
          <Edited thing={apiKey}>
            {(apiKey, api) => (
              <KeyForm
                apiKey={apiKey}
                send={fields =>
                  api.PATCH('/api/keys/{id}', {
                    params: { path: { id } },
                    body: readKey(fields, timeZone, apiKey.expires_at),
                  })
                }
                onDone={() => notify('done', words.ui.saved)}
                whyNot={unless('keys.edit')}
              />
            )}
          </Edited>
        </Card>
      )}
      {isLeaving && <RevokeKeys keys={[apiKey]} onClose={() => leave(false)} />}
    </Page>
  )
}
