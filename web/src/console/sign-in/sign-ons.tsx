import { useAddress } from '../../address/use-address.ts'
import type { Row } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import type { Column } from '../../table/column.ts'
import { FilterSelect } from '../../table/filter-select.tsx'
import { List } from '../../table/list.tsx'
import { words } from '../../text/words.ts'
import { Badge } from '../../ui/show/badge.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { nameCheck } from './name-check.ts'

type SignOn = Row<'/api/identity-providers/{id}/sign-ons'>

const { signOns: say, why } = words.signOn
const results = ['signed_in', 'refused', 'tested'] as const
const tones = { signed_in: 'good', refused: 'bad', tested: 'plain' } as const
const reasons: Readonly<Record<string, string>> = why

/** Who signed in by the provider, and who could not, with the number that they were told. */
export function SignOns({ id }: { id: number }) {
  const [{ result }] = useAddress<'result'>()
  return (
    <List
      label={words.signOn.tabs.signOns}
      path="/api/identity-providers/{id}/sign-ons"
      params={{ id }}
      query={{ result: results.find(one => one === result) }}
      columns={useColumns()}
      filters={
        <FilterSelect name="result" label={say.result} options={results.map(id => ({ id, name: say.results[id] }))} />
      }
      empty={<Empty title={say.empty} hint={say.emptyHint} />}
      hasCsv
    />
  )
}

function useColumns(): Column<SignOn>[] {
  const format = useFormat()
  return [
    { id: 'email', name: say.email, grow: 2, cell: ({ email, subject }) => email ?? subject ?? '–' },
    {
      id: 'result',
      name: say.result,
      cell: ({ result }) => <Badge tone={tones[result]}>{say.results[result]}</Badge>,
      onPhone: true,
    },
    { id: 'number', name: say.number, grow: 0.6, cell: ({ id }) => id, onPhone: true },
    { id: 'why', name: say.why, grow: 2, cell: sayWhy },
    { id: 'at', name: say.at, grow: 1.4, isMoment: true, cell: ({ at }) => format.moment(at) },
  ]
}

function sayWhy({ refused_by, code, detail }: SignOn): string {
  if (refused_by === null) return '–'
  return (code && reasons[code]) ?? [nameCheck(refused_by), detail].filter(Boolean).join(': ')
}
