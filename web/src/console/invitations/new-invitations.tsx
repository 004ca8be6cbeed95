import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useActing } from '../../acting.ts'
import { DateField } from '../../fields/date-field.tsx'
import { endOfDay } from '../../fields/days.ts'
import { ManyField } from '../../fields/many-field.tsx'
import { RoleField } from '../../fields/role-field.tsx'
import { SearchField } from '../../fields/search-field.tsx'
import { TextField } from '../../fields/text-field.tsx'
import { paths } from '../../paths.ts'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import type { Step } from '../../plan/read-plan.ts'
import { type NamedAddress, readPeople } from '../../read-people.ts'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/action.tsx'
import { Card } from '../../ui/card.tsx'
import type { Fields } from '../../ui/fields.ts'
import { Form } from '../../ui/form.tsx'
import { Page } from '../../ui/page.tsx'

/** One person or many, all into the same place. What each mail would bring is shown before any is sent. */
export function NewInvitationsPage() {
  const { api, organization, timeZone, unless } = useActing()
  const navigate = useNavigate()
  const [steps, plan] = useState<readonly Step[] | null>(null)
  const toList = () => void navigate({ to: paths.invitations, params: { organization } })
  const read = (fields: Fields) => {
    const body = readInvitation(fields, timeZone)
    const invite = (person: NamedAddress): Step => ({
      name: person.email,
      plan: () => api.POST('/api/invitations', { params: { query: { mode: 'plan' } }, body: { ...person, ...body } }),
    })
    plan(readPeople(fields.raw('people')).map(invite))
  }
  return (
    <Page
      title={words.invitations.add}
      back={{ to: paths.invitations, params: { organization }, name: words.invitations.title }}
    >
      <Card isForm>
        <Form
          checks={checks}
          onSubmit={read}
          sending={notYet}
          submitLabel={words.plan.look}
          pendingLabel={words.plan.look}
          footer={
            <div className="flex flex-wrap gap-2">
              <Action type="submit" look="main" whyNot={unless('invitations.create')}>
                {words.plan.look}
              </Action>
              <Action look="plain" onPress={toList}>
                {words.ui.cancel}
              </Action>
            </div>
          }
        >
          <InvitationFields />
        </Form>
      </Card>
      {steps && (
        <PlanDialog
          title={words.invitations.inviteTitle(steps.length)}
          hint={words.invitations.inviteHint}
          steps={steps}
          doLabel={words.invitations.invite}
          onClose={() => plan(null)}
          onDone={toList}
        />
      )}
    </Page>
  )
}

function InvitationFields() {
  const { may } = useActing()
  const text = words.invitations
  return (
    <>
      <TextField name="people" label={text.people} hint={text.peopleHint} isLong isRequired />
      <div className="grid items-start gap-5 sm:grid-cols-2">
        {may('teams.view') && (
          <SearchField
            name="team"
            label={text.team}
            hint={text.teamHint}
            path="/api/teams"
            optionOf={({ id, name }) => ({ id, name })}
          />
        )}
        <RoleField label={text.role} whenAbsent={text.roleDefault} />
      </div>
      {may('catalog.view') && (
        <ManyField
          name="products"
          label={text.products}
          hint={text.productsHint}
          path="/api/products"
          optionOf={({ name, display_name }) => ({ id: name, name: display_name, hint: name })}
        />
      )}
      {may('groups.view') && (
        <ManyField
          name="groups"
          label={text.groups}
          hint={text.groupsHint}
          path="/api/groups"
          optionOf={({ id, name }) => ({ id, name })}
        />
      )}
      <DateField name="expires_at" label={text.until} hint={text.untilHint} />
    </>
  )
}

function readInvitation(fields: Fields, timeZone: string) {
  const until = fields.optional('expires_at')
  return {
    team: fields.number('team'),
    role: fields.optional('role'),
    products: fields.list('products'),
    groups: fields.list('groups').map(Number),
    expires_at: until && endOfDay(until, timeZone),
  }
}

const checks = {
  people: (text: string) => (readPeople(text).length === 0 ? words.invitations.noPeople : null),
}

/** Nothing is sent before the plan is there. */
const notYet = { isPending: false, error: null }
