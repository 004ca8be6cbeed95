import { useQuery } from '@tanstack/react-query'
import { ChevronDown, X } from 'lucide-react'
import { useState } from 'react'
import { ComboBox } from 'react-aria-components/ComboBox'
import { useActing } from '../acting/acting.ts'
import { useAddress } from '../address/use-address.ts'
import type { Permission } from '../api/person/me.ts'
import { type Listed, type Params, type Readable, type Row, reading } from '../api/reading.ts'
import { OpeningInput, type Option, OptionList, type Searched, useOptions } from '../fields/chosen/search-options.tsx'
import { words } from '../text/words.ts'
import { filterLook } from './filter-look.ts'

interface Props {
  /** Of the filter, in the address. */
  name: string
  label: string
  kind: keyof typeof kinds
  /** What not choosing means. */
  any?: string
}

/** One among many, found by writing. Nothing where there is none of the kind, or where they are not for the reader to see. */
export function SearchFilter(props: Props) {
  const { may } = useActing()
  return may(kinds[props.kind].needs) && <Filter {...props} />
}

function Filter({ name, label, kind, any }: Props) {
  const [address, change] = useAddress()
  const [written, write] = useState('')
  const options = kinds[kind].useFound(written)
  const chosen = address[name]
  if (chosen) return <Chosen {...{ label, kind, chosen, options }} onRemove={() => change({ [name]: undefined })} />
  if (!options || (options.length === 0 && written === '')) return null
  return (
    <ComboBox
      aria-label={label}
      items={options}
      value={null}
      inputValue={written}
      onInputChange={write}
      onChange={key => {
        write('')
        if (key !== null) change({ [name]: String(key) })
      }}
      menuTrigger="focus"
      allowsEmptyCollection
      className={`${filterLook(false)} ${kind === 'person' ? 'sm:w-60' : 'sm:w-36'}`}
    >
      <OpeningInput
        placeholder={any === undefined ? label : `${label}: ${any}`}
        // No broader than it must be: on a phone two stand beside each other.
        size={10}
        className="h-full w-full min-w-0 rounded-lg bg-transparent pe-8 ps-3 outline-none placeholder:text-quiet"
      />
      <ChevronDown aria-hidden="true" className="pointer-events-none absolute end-2.5 size-4 opacity-70" />
      <OptionList />
    </ComboBox>
  )
}

interface ChosenProps {
  label: string
  kind: keyof typeof kinds
  chosen: string
  options: readonly Option[] | undefined
  onRemove: () => void
}

function Chosen({ label, kind, chosen, options, onRemove }: ChosenProps) {
  const known = options?.find(({ id }) => String(id) === chosen)?.name
  const found = kinds[kind].useName(chosen, known === undefined)
  const name = known ?? found ?? chosen
  const said = kind === 'person' ? name : `${label} ${name}`
  return (
    <button
      type="button"
      onClick={onRemove}
      aria-label={words.ui.remove(said)}
      className={`${filterLook(true)} cursor-pointer gap-1.5 px-3`}
    >
      <span dir="auto" className="truncate font-medium">
        {said}
      </span>
      <X aria-hidden="true" className="ms-auto size-4 shrink-0" />
    </button>
  )
}

/** In the address stands what the list is asked by: an id, or, where there is one, a name that can be read. */
const kinds = {
  person: of({
    needs: 'users.view',
    path: '/api/users',
    optionOf: ({ email, first_name, last_name }) => ({
      id: email,
      name: email,
      hint: `${first_name} ${last_name}`.trim(),
    }),
  }),
  team: of({
    needs: 'teams.view',
    path: '/api/teams',
    query: { sort: 'name' },
    optionOf: ({ id, name }) => ({ id, name }),
    one: '/api/teams/{id}',
  }),
  group: of({
    needs: 'groups.view',
    path: '/api/groups',
    query: { sort: 'name' },
    optionOf: ({ id, name }) => ({ id, name }),
    one: '/api/groups/{id}',
  }),
  product: of({
    needs: 'catalog.view',
    path: '/api/products',
    query: { sort: 'name' },
    optionOf: ({ name, display_name }) => ({ id: name, name: display_name }),
  }),
  course: of({
    needs: 'catalog.view',
    path: '/api/courses',
    query: { sort: 'name' },
    optionOf: ({ name, display_name }) => ({ id: name, name: display_name }),
  }),
}

/** What the filter asks of a kind, whichever list it is found in. */
function of<Path extends Listed, One extends Readable>(kind: Searched<Path> & { needs: Permission; one?: One }) {
  return {
    needs: kind.needs,
    useFound: (written: string) => useOptions(kind, written),
    /** Of what stands in the address and is not among the first ones that are found. */
    useName(chosen: string, isAsked: boolean): string | undefined {
      const { organization } = useActing()
      const { path, optionOf, one } = kind
      const byId = { path: { id: Number(chosen) } } as Params<One>
      const bySearch = { query: { search: chosen, limit: 20 } } as Params<Path>
      const query = one ? reading<Readable>(organization, one, byId) : reading<Readable>(organization, path, bySearch)
      const { data } = useQuery({ ...query, enabled: isAsked })
      if (!data) return undefined
      const rows = one ? [data] : (data as { data: unknown[] }).data
      return rows.map(row => optionOf(row as Row<Path>)).find(({ id }) => String(id) === chosen)?.name
    },
  }
}
