import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useRefresh } from '../acting.ts'
import { expandIf, productOf } from '../api/called.ts'
import { getAnswer } from '../api/client.ts'
import { reading } from '../api/reading.ts'
import { CheckboxList } from '../fields/checkbox-list.tsx'
import { RoleField } from '../fields/role-field.tsx'
import { TextField } from '../fields/text-field.tsx'
import { mapFew } from '../map-few.ts'
import { paths } from '../paths.ts'
import { readAsWritten } from '../read-people.ts'
import { words } from '../text/words.ts'
import { Action } from '../ui/action.tsx'
import type { Fields } from '../ui/fields.ts'
import { Form } from '../ui/form.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { notify } from '../ui/notices.ts'
import { Problem, sayProblem } from '../ui/problem.tsx'
import { useFormat } from '../use-format.ts'
import { useMyTeam } from './my-team.ts'

/** One or many; each is a call of its own, so that one who cannot be invited harms no other. */
export function InviteByMail() {
  const { api, team, params, organization, may, unless } = useMyTeam()
  const format = useFormat()
  const navigate = useNavigate()
  const refresh = useRefresh()
  const [failed, setFailed] = useState<Refused[]>([])
  const [sent, setSent] = useState(0)
  const seats = useQuery({
    ...reading(organization, '/api/teams/{id}/seats', {
      path: { id: team },
      query: { limit: 200, ...expandIf(may('catalog.view'), 'product') },
    }),
    enabled: may('seats.view') && may('enrollments.create'),
  })
  const inviting = useMutation({
    mutationFn: (fields: Fields) => {
      const products = fields.list('products')
      const offer = {
        team,
        role: fields.optional('role'),
        ...(products.length > 0 && { products, from: 'seats' as const }),
      }
      return mapFew(readAsWritten(fields.text('people')), async ({ written, person }) => {
        try {
          await getAnswer(api.POST('/api/invitations', { body: { ...person, ...offer } }))
          return { written, error: null }
        } catch (error) {
          return { written, error }
        }
      })
    },
    onSuccess: async tried => {
      const refused = tried.filter(({ error }) => error)
      setFailed(refused)
      setSent(tried.length - refused.length)
      await refresh()
      if (refused.length > 0) return
      notify('done', words.portal.sent(tried.length))
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
      {failed.length > 0 && <Failed failed={failed} sent={sent} />}
      <TextField
        key={inviting.submittedAt && failed.length > 0 ? inviting.submittedAt : 0}
        name="people"
        label={words.portal.addresses}
        hint={words.portal.addressesHint}
        defaultValue={failed.map(({ written }) => written).join('\n')}
        isLong
        autoFocus
      />
      {seats.data && seats.data.data.length > 0 && (
        <CheckboxList
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
      <RoleField label={words.teams.role} />
    </Form>
  )
  return seats.isLoading ? <Loaded query={seats}>{() => form}</Loaded> : form
}

const checks = { people: (written: string) => (readAsWritten(written).length === 0 ? words.portal.noAddress : null) }

/** Where there is one product to give, it is most likely meant. */
function onlyFree(seats: readonly { product: string; left: number }[]) {
  const [seat] = seats
  return seat && seats.length === 1 && seat.left > 0 ? [seat.product] : []
}

interface Refused {
  /** As it was typed. */
  written: string
  error: unknown
}

/** The others are told of in the same place: a notice in the corner would hide the button on a phone. */
function Failed({ failed, sent }: { failed: readonly Refused[]; sent: number }) {
  return (
    <div role="alert" className="rounded-xl bg-danger-tint px-4 py-3 text-danger text-sm">
      {sent > 0 && <p className="text-ink">{words.portal.sent(sent)}</p>}
      <p>{words.portal.notSent(failed.length)}</p>
      <ul className="list-disc pl-5">
        {failed.map(({ written, error }) => (
          <li key={written}>{words.plan.failed(written, sayProblem(error))}</li>
        ))}
      </ul>
    </div>
  )
}
