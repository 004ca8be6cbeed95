import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useActing, useChange } from '../../acting/acting.ts'
import { type Row, reading } from '../../api/reading.ts'
import type { Sent } from '../../api/sending.ts'
import { SendForm } from '../../editing/send-form.tsx'
import { TextField } from '../../fields/written/text-field.tsx'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import type { Fields, NameIn } from '../../ui/form/fields.ts'
import { Card } from '../../ui/page/card.tsx'
import { Copyable } from '../../ui/share/copyable.tsx'
import { Badge } from '../../ui/show/badge.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { notify } from '../../ui/tell/notices.ts'
import { sayProblem } from '../../ui/tell/problem.tsx'

type Domain = Row<'/api/domains'>
type Name = NameIn<Sent<'/api/domains', 'post'>>

const { domains: say, copy } = words.signOn
const tones = { claimed: 'plain', proven: 'good', lapsed: 'warn' } as const

export function Domains() {
  const { api, organization, unless } = useActing()
  const [round, begin] = useState(0)
  const domains = useQuery(reading(organization, '/api/domains', { query: { limit: 100 } }))
  return (
    <>
      <p className="text-quiet">{say.about}</p>
      <Loaded query={domains}>
        {({ data }) => data.map(domain => <DomainCard key={domain.id} domain={domain} />)}
      </Loaded>
      <Card title={say.claim} isForm>
        <SendForm
          key={round}
          send={(fields: Fields<Name>) => api.POST('/api/domains', { body: { name: fields.text('name') } })}
          onDone={() => begin(round + 1)}
          submitLabel={say.claim}
          whyNot={unless('settings.edit')}
        >
          <TextField<Name> name="name" label={say.name} hint={say.nameHint} isRequired />
        </SendForm>
      </Card>
    </>
  )
}

function DomainCard({ domain: { id, name, state, record } }: { domain: Domain }) {
  const { api, unless } = useActing()
  const [isLeaving, leave] = useState(false)
  const params = { path: { id } }
  const proving = useChange(
    () => api.POST('/api/domains/{id}/prove', { params }),
    () => notify('done', say.proven(name)),
  )
  const whyNot = unless('settings.edit')
  return (
    <Card title={name} aside={<Badge tone={tones[state]}>{say.states[state]}</Badge>} isForm>
      {state !== 'proven' && (
        <>
          <p className="text-quiet text-sm">{say.record}</p>
          <Copyable value={record.name} label={copy(say.recordName)} hint={say.recordName} />
          <Copyable value={record.value} label={copy(say.recordValue)} hint={say.recordValue} />
        </>
      )}
      <div className="flex flex-wrap gap-2">
        {state !== 'proven' && (
          <Action
            look="main"
            whyNot={whyNot}
            isPending={proving.isPending}
            onPress={() => proving.mutate(undefined, { onError: error => notify('problem', sayProblem(error)) })}
          >
            {say.prove}
          </Action>
        )}
        <Action look="danger" whyNot={whyNot} onPress={() => leave(true)}>
          {say.giveUp}
        </Action>
      </div>
      {isLeaving && (
        <PlanDialog
          title={say.giveUpTitle}
          hint={say.giveUpHint}
          steps={[
            {
              name,
              plan: () => api.DELETE('/api/domains/{id}', { params: { ...params, query: { mode: 'plan' } } }),
            },
          ]}
          doLabel={say.giveUp}
          isDangerous
          onClose={() => leave(false)}
        />
      )}
    </Card>
  )
}
