import { useNavigate } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { useSendsMail } from '../../acting/use-sends-mail.ts'
import { paths } from '../../address/paths.ts'
import type { Sent } from '../../api/sending.ts'
import { ManyField } from '../../fields/chosen/many-field.tsx'
import { RoleField } from '../../fields/chosen/role-field.tsx'
import { SearchField } from '../../fields/chosen/search-field.tsx'
import { DateField } from '../../fields/written/date-field.tsx'
import { endOfDay } from '../../fields/written/days.ts'
import { NotSent } from '../../inviting/not-sent.tsx'
import { mostPeople, PeopleField } from '../../inviting/people-field.tsx'
import { readAsWritten } from '../../inviting/read-people.ts'
import { PlanDialog } from '../../plan/plan-dialog.tsx'
import type { Refused, Step } from '../../plan/read-plan.ts'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import type { Fields, NameIn } from '../../ui/form/fields.ts'
import { Form } from '../../ui/form/form.tsx'
import { Card } from '../../ui/page/card.tsx'
import { Page } from '../../ui/page/page.tsx'

type Name = NameIn<Sent<'/api/invitations', 'post'>> | 'people'

/** One person or many, into the same place and in one plan. What each mail would bring is shown before any is sent. */
export function NewInvitationsPage() {
  const sends = useSendsMail()
  const { api, organization, timeZone, unless } = useActing()
  const navigate = useNavigate()
  const [step, plan] = useState<Step | null>(null)
  const [left, leave] = useState<{ refused: readonly Refused[]; sent: number } | null>(null)
  const offerOf = useCallback((fields: Fields<Name>) => readOffer(fields, timeZone), [timeZone])
  const toList = () => void navigate({ to: paths.invitations, params: { organization } })
  const read = (fields: Fields<Name>) => {
    const read = readAsWritten(fields.raw('people'))
    const offer = offerOf(fields)
    const body = read.map(({ person }) => ({ ...person, ...offer }))
    plan({
      name: words.invitations.add,
      names: read.map(({ written }) => written),
      plan: () => api.POST('/api/invitations', { params: { query: { mode: 'plan' } }, body }),
    })
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
          {left && <NotSent {...left} />}
          <InvitationFields written={left?.refused.map(({ name }) => name).join('\n') ?? ''} offerOf={offerOf} />
        </Form>
      </Card>
      {step && (
        <PlanDialog
          title={words.invitations.inviteTitle}
          hint={words.invitations.inviteHint}
          steps={[step]}
          doLabel={words.invitations.invite}
          onClose={() => plan(null)}
          sayDone={refused => (refused.length > 0 ? null : words.people.sent(step.names?.length ?? 1, sends))}
          onDone={refused => {
            if (refused.length === 0) toList()
            else leave({ refused, sent: (step.names?.length ?? 0) - refused.length })
          }}
        />
      )}
    </Page>
  )
}

function InvitationFields({ written, offerOf }: { written: string; offerOf: (fields: Fields<Name>) => Offer }) {
  const { may } = useActing()
  const text = words.invitations
  return (
    <>
      <PeopleField<Name>
        key={written}
        name="people"
        label={text.people}
        hint={text.peopleHint}
        offerOf={offerOf}
        defaultValue={written}
        isRequired
      />
      <div className="grid items-start gap-5 sm:grid-cols-2">
        {may('teams.view') && (
          <SearchField<Name, '/api/teams'>
            name="team"
            label={text.team}
            hint={text.teamHint}
            path="/api/teams"
            optionOf={({ id, name }) => ({ id, name })}
          />
        )}
        <RoleField<Name> name="role" label={text.role} whenAbsent={text.roleDefault} />
      </div>
      {may('catalog.view') && (
        <ManyField<Name, '/api/products'>
          name="products"
          label={text.products}
          hint={text.productsHint}
          path="/api/products"
          optionOf={({ name, display_name }) => ({ id: name, name: display_name, hint: name })}
        />
      )}
      {may('groups.view') && (
        <ManyField<Name, '/api/groups'>
          name="groups"
          label={text.groups}
          hint={text.groupsHint}
          path="/api/groups"
          optionOf={({ id, name }) => ({ id, name })}
        />
      )}
      <DateField<Name> name="expires_at" label={text.until} hint={text.untilHint} />
    </>
  )
}

type Offer = ReturnType<typeof readOffer>

function readOffer(fields: Fields<Name>, timeZone: string) {
  const until = fields.optional('expires_at')
  return {
    team: fields.number('team'),
    role: fields.optional('role'),
    products: fields.list('products'),
    groups: fields.list('groups').map(Number),
    expires_at: until && endOfDay(until, timeZone),
  } satisfies Partial<Sent<'/api/invitations', 'post'>>
}

const checks = {
  people: (written: string) => {
    const { length } = readAsWritten(written)
    return length === 0 ? words.invitations.noPeople : length > mostPeople ? words.people.tooMany(mostPeople) : null
  },
}

/** Nothing is sent before the plan is there. */
const notYet = { isPending: false, error: null }
