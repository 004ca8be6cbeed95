import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { SendForm } from '../../editing/send-form.tsx'
import type { Plan } from '../../plan/read-plan.ts'
import { words } from '../../text/words.ts'
import type { Fields } from '../../ui/form/fields.ts'
import { Card } from '../../ui/page/card.tsx'
import { Page } from '../../ui/page/page.tsx'
import { useCustomFields } from '../custom-fields/custom-inputs.tsx'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { GiftsPart, OrderPart, PersonPart } from './parts.tsx'
import { type NamedProvision, Provisioned } from './provisioned.tsx'
import { type ProvisionName, readProvision } from './read-provision.ts'
import { TeamPart } from './team-part.tsx'

/** One student by hand: what will happen is shown, then exactly that is done. */
export function ProvisionPage() {
  const { api, timeZone, unless } = useActing()
  const customFields = useCustomFields()
  const [planned, setPlanned] = useState<{ plan: Plan; email: string } | null>(null)
  const [done, setDone] = useState<NamedProvision | null>(null)
  if (done) return <Provisioned done={done} onAnother={() => setDone(null)} />
  return (
    <Page title={words.provision.title} about={words.provision.about}>
      <SendForm
        send={async (fields: Fields<ProvisionName>) => {
          const body = readProvision(fields, customFields, timeZone)
          const answer = await api.POST('/api/provision', { params: { query: { mode: 'plan' } }, body })
          const plan = answer.data && 'mode' in answer.data ? answer.data : null
          return { ...answer, data: plan && { plan, email: body.user.email } }
        }}
        onDone={setPlanned}
        submitLabel={words.provision.look}
        pendingLabel={words.provision.looking}
        whyNot={unless('provision')}
      >
        <Card title={words.provision.person} isForm>
          <PersonPart customFields={customFields} />
        </Card>
        <Card title={words.provision.gets} isForm>
          <GiftsPart />
        </Card>
        <Card title={words.provision.team} isForm>
          <TeamPart />
        </Card>
        <Card title={words.provision.more} isForm>
          <OrderPart />
        </Card>
      </SendForm>
      {planned && <ConfirmDialog {...planned} onClose={() => setPlanned(null)} onDone={setDone} />}
    </Page>
  )
}
