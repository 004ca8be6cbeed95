import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useActing } from '../acting/acting.ts'
import { getAnswer } from '../api/client.ts'
import type { FieldProps } from '../fields/look.ts'
import { TextField } from '../fields/written/text-field.tsx'
import type { Plan } from '../plan/read-plan.ts'
import { words } from '../text/words.ts'
import { Fields } from '../ui/form/fields.ts'
import { Badge } from '../ui/show/badge.tsx'
import { sayProblem } from '../ui/tell/problem.tsx'
import { type Foreseen, foresee, seatsLeft } from './foresee.ts'
import { type NamedAddress, readPeople } from './read-people.ts'

interface Props<Name extends string> extends FieldProps<Name> {
  /** What the form offers them besides. Give a constant function. */
  offerOf: (fields: Fields<Name>) => object
  defaultValue?: string
  autoFocus?: boolean
}

/** How many may be invited at once. */
export const mostPeople = 1000

/** Whom somebody pastes; below it, how each was read and what would become of the invitation. */
export function PeopleField<Name extends string = never>({ offerOf, ...field }: Props<Name>) {
  const { organization, api } = useActing()
  const place = useRef<HTMLDivElement>(null)
  const asked = useSettled<Name>(place, field.name, offerOf)
  const people = asked === null ? [] : (JSON.parse(asked) as NamedAddress[])
  const plan = useQuery({
    queryKey: [organization, 'people', asked],
    queryFn: () =>
      getAnswer(
        api.POST('/api/invitations', { params: { query: { mode: 'plan' } }, body: people }),
      ) as Promise<unknown> as Promise<Plan>,
    enabled: people.length > 0 && people.length <= mostPeople,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  })
  const isOfThese = plan.data && !plan.isPlaceholderData
  return (
    <div ref={place} className="flex flex-col gap-3">
      <TextField<Name> {...field} isLong />
      {people.length > 0 && <Preview people={people} plan={isOfThese ? plan.data : null} />}
    </div>
  )
}

function Preview({ people, plan }: { people: readonly NamedAddress[]; plan: Plan | null }) {
  const foreseen = plan ? foresee(plan) : []
  const text = words.people
  const waiting = foreseen.filter(({ fate }) => fate === 'waits').length
  const left = plan && seatsLeft(plan, foreseen)
  const count = [
    text.count(people.length),
    left === null ? '' : text.left(left),
    waiting > 0 ? text.mustWait(waiting) : '',
  ]
  return (
    <section
      aria-label={text.preview}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by the keyboard
      tabIndex={0}
      className="max-h-72 overflow-y-auto rounded-xl border border-line"
    >
      <p aria-live="polite" className="sticky top-0 border-line border-b bg-sunken px-3 py-2 font-medium text-sm">
        {count.filter(Boolean).join(' · ')}
      </p>
      <table className="w-full text-start text-sm">
        <thead className="sr-only">
          <tr>
            <th>{text.address}</th>
            <th>{text.name}</th>
            <th>{text.fate}</th>
          </tr>
        </thead>
        <tbody>
          {people.map((person, index) => (
            <tr key={person.email} className="border-line not-first:border-t">
              <td className="max-w-0 px-3 py-1.5">
                <span className="block truncate" dir="auto">
                  {person.email}
                </span>
                <span className="block truncate text-quiet sm:hidden" dir="auto">
                  {nameOf(person)}
                </span>
              </td>
              <td className="max-w-0 truncate px-3 py-1.5 text-quiet max-sm:hidden" dir="auto">
                {nameOf(person)}
              </td>
              <td className="w-px whitespace-nowrap px-3 py-1.5 text-end">
                <FateBadge foreseen={foreseen[index]} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function FateBadge({ foreseen }: { foreseen: Foreseen | undefined }) {
  if (!foreseen) return null
  const { fate, error } = foreseen
  if (fate === 'refused') return <span className="whitespace-normal text-danger">{sayProblem(error)}</span>
  return <Badge tone={tones[fate]}>{words.people.fates[fate]}</Badge>
}

const tones = { new: 'good', known: 'plain', invited: 'plain', waits: 'warn', noAddress: 'bad' } as const

function nameOf({ email, first_name, last_name }: NamedAddress): string {
  // Of what is no address the name is a guess about nothing.
  return !email.includes('@') ? '' : [first_name, last_name].filter(Boolean).join(' ')
}

/**
 * The bodies that the form would send, as JSON, once nobody has changed anything for a moment. It is looked at again and
 * again: fields that are no inputs of the browser tell nobody of their changes.
 */
function useSettled<Name extends string>(
  place: { current: HTMLElement | null },
  name: Name,
  offerOf: Props<Name>['offerOf'],
): string | null {
  const [settled, settle] = useState<string | null>(null)
  useEffect(() => {
    let seen: string | null = null
    const timer = setInterval(() => {
      const form = place.current?.closest('form')
      if (!form) return
      const fields = new Fields<Name>(form)
      const offer = offerOf(fields)
      const now = JSON.stringify(readPeople(fields.raw(name)).map(person => ({ ...person, ...offer })))
      if (now === seen) settle(now)
      seen = now
    }, lookEveryMs)
    return () => clearInterval(timer)
  }, [place, name, offerOf])
  return settled
}

const lookEveryMs = 300
