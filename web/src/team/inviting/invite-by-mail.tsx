import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import { useRefresh } from '../../acting/acting.ts'
import { useSendsMail } from '../../acting/use-sends-mail.ts'
import { paths } from '../../address/paths.ts'
import { expandIf, productOf } from '../../api/called.ts'
import { getAnswer } from '../../api/client.ts'
import { reading } from '../../api/reading.ts'
import type { Sent } from '../../api/sending.ts'
import { CheckboxList } from '../../fields/chosen/checkbox-list.tsx'
import { RoleField } from '../../fields/chosen/role-field.tsx'
import { useFormat } from '../../format/use-format.ts'
import { NotSent } from '../../inviting/not-sent.tsx'
import { mostPeople, PeopleField } from '../../inviting/people-field.tsx'
import { readAsWritten } from '../../inviting/read-people.ts'
import { listRefused, type Refused } from '../../plan/read-plan.ts'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import type { Fields, NameIn } from '../../ui/form/fields.ts'
import { Form } from '../../ui/form/form.tsx'
import { Loaded } from '../../ui/tell/loaded.tsx'
import { notify } from '../../ui/tell/notices.ts'
import { Problem } from '../../ui/tell/problem.tsx'
import { useMyTeam } from '../my-team.ts'

type Name = NameIn<Sent<'/api/invitations', 'post'>> | 'people'

/** One or many, in one call: who cannot be invited harms no other. */
export function InviteByMail() {
  const sends = useSendsMail()
  const { api, team, params, organization, may, unless } = useMyTeam()
  const format = useFormat()
  const navigate = useNavigate()
  const offerOf = useCallback(
    (fields: Fields<Name>) => {
      const products = fields.list('products')
      const given = products.length > 0 ? { products, from: 'seats' as const } : {}
      return { team, role: fields.optional('role'), ...given }
    },
    [team],
  )
  const refresh = useRefresh()
  const [refused, setRefused] = useState<readonly Refused[]>([])
  const [sent, setSent] = useState(0)
  const seats = useQuery({
    ...reading(organization, '/api/teams/{id}/seats', {
      path: { id: team },
      query: { limit: 200, ...expandIf(may('catalog.view'), 'product') },
    }),
    enabled: may('seats.view') && may('enrollments.create'),
  })
  const inviting = useMutation({
    mutationFn: async (fields: Fields<Name>) => {
      const read = readAsWritten(fields.text('people'))
      const offer = offerOf(fields)
      const body = read.map(({ person }) => ({ ...person, ...offer }))
      const answer = await getAnswer(api.POST('/api/invitations', { body }))
      return listRefused({ names: read.map(({ written }) => written) }, answer)
    },
    onSuccess: async (refused, fields) => {
      const sent = readAsWritten(fields.text('people')).length - refused.length
      setRefused(refused)
      setSent(sent)
      await refresh()
      if (refused.length > 0) return
      notify('done', words.people.sent(sent, sends))
      await navigate({ to: paths.teamPeople, params, search: { tab: 'invitations' } })
    },
  })
  const form = (
    <Form
      checks={checks}
      onSubmit={inviting.mutate}
      sending={inviting}
      showError={error => <Problem error={error} />}
      submitLabel={words.portal.send}
      pendingLabel={words.portal.sending}
      footer={
        <div>
          <Action type="submit" look="main" isPending={inviting.isPending} whyNot={unless('invitations.create')}>
            {inviting.isPending ? words.portal.sending : words.portal.send}
          </Action>
        </div>
      }
    >
      {refused.length > 0 && <NotSent refused={refused} sent={sent} />}
      <PeopleField<Name>
        key={inviting.submittedAt && refused.length > 0 ? inviting.submittedAt : 0}
        name="people"
        label={words.portal.addresses}
        hint={words.portal.addressesHint}
        offerOf={offerOf}
        defaultValue={refused.map(({ name }) => name).join('\n')}
        autoFocus
      />
      {seats.data && seats.data.data.length > 0 && (
        <CheckboxList<Name>
          name="products"
          label={words.portal.give}
          defaultValue={onlyFree(seats.data.data)}
          options={seats.data.data.map(row => ({
            id: row.product,
            name: productOf(row),
            hint: row.left > 0 ? words.ui.left(format.number(row.left)) : words.portal.noneLeft,
          }))}
        />
      )}
      <RoleField<Name> name="role" label={words.teams.role} />
    </Form>
  )
  return seats.isLoading ? <Loaded query={seats}>{() => form}</Loaded> : form
}

const checks = {
  people: (written: string) => {
    const { length } = readAsWritten(written)
    return length === 0 ? words.portal.noAddress : length > mostPeople ? words.people.tooMany(mostPeople) : null
  },
}

/** Where there is one product to give, it is most likely meant. */
function onlyFree(seats: readonly { product: string; left: number }[]) {
  const [seat] = seats
  return seat && seats.length === 1 && seat.left > 0 ? [seat.product] : []
}
