import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { type Answer, reading } from '../../api/reading.ts'
import type { Sent } from '../../api/sending.ts'
import { SendForm } from '../../editing/send-form.tsx'
import { SearchField } from '../../fields/chosen/search-field.tsx'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import type { Fields, NameIn } from '../../ui/form/fields.ts'
import { Card } from '../../ui/page/card.tsx'
import { Badge } from '../../ui/show/badge.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { PersonLink } from '../../ui/show/person-link.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'

const path = '/api/organizations/{organization}/break-glass-owners'
type Owner = Answer<typeof path>['data'][number]
type Name = NameIn<Sent<typeof path, 'post'>>

const { breakGlass: say } = words.signOn

/** Owners who come in past single sign-on, should the provider fail. */
export function BreakGlass() {
  const { api, organization, unless } = useActing()
  const [round, begin] = useState(0)
  const params = { path: { organization } }
  const owners = useQuery(reading(organization, path, params))
  return (
    <>
      <p className="max-w-2xl text-quiet">{say.about}</p>
      <Loaded query={owners}>
        {({ data }) => (
          <Card title={say.named} isForm>
            {data.length === 0 ? (
              <Empty title={say.none} hint={say.advised} />
            ) : (
              <ul className="flex flex-col divide-y divide-line">
                {data.map(owner => (
                  <NamedOwner key={owner.user.id} owner={owner} />
                ))}
              </ul>
            )}
          </Card>
        )}
      </Loaded>
      <Card title={say.name} isForm>
        <SendForm
          key={round}
          send={(fields: Fields<Name>) => api.POST(path, { params, body: { user_id: Number(fields.text('user_id')) } })}
          onDone={() => begin(round + 1)}
          submitLabel={say.name}
          whyNot={unless('organizations.edit')}
        >
          <SearchField<Name, '/api/users'>
            name="user_id"
            label={say.owner}
            hint={say.ownerHint}
            path="/api/users"
            query={{ role: 'owner' }}
            optionOf={({ id, email, first_name, last_name }) => ({
              id,
              name: `${first_name} ${last_name}`.trim() || email,
              hint: email,
            })}
            isRequired
          />
        </SendForm>
      </Card>
    </>
  )
}

function NamedOwner({ owner: { user, ready } }: { owner: Owner }) {
  const { api, organization, unless } = useActing()
  const [isLeaving, leave] = useState(false)
  const params = { path: { organization, user: user.id } }
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-3">
      <div className="min-w-0">
        <PersonLink user_id={user.id} {...user} />
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <Badge tone={ready ? 'good' : 'bad'}>{ready ? say.ready : say.notReady}</Badge>
        <Action look="danger" whyNot={unless('organizations.edit')} onPress={() => leave(true)}>
          {say.takeBack}
        </Action>
      </div>
      {isLeaving && (
        <PlanDialog
          title={say.takeBackTitle}
          hint={say.takeBackHint}
          steps={[
            {
              name: user.email,
              plan: () => api.DELETE(`${path}/{user}`, { params: { ...params, query: { mode: 'plan' } } }),
            },
          ]}
          doLabel={say.takeBack}
          isDangerous
          onClose={() => leave(false)}
        />
      )}
    </li>
  )
}
