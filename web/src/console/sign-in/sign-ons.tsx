import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { useAddress } from '../../address/use-address.ts'
import type { Row } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import type { Column } from '../../table/column.ts'
import { FilterSelect } from '../../table/filter-select.tsx'
import { List } from '../../table/list.tsx'
import { words } from '../../text/words.ts'
import { linkLook } from '../../ui/look/link-look.ts'
import { rowLook } from '../../ui/look/row-look.ts'
import { Dialog } from '../../ui/page/dialog.tsx'
import { Badge } from '../../ui/show/badge.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { Facts } from '../../ui/show/facts.tsx'
import { nameCheck } from './name-check.ts'

type SignOn = Row<'/api/identity-providers/{id}/sign-ons'>

const { signOns: say, why } = words.signOn
const results = ['signed_in', 'refused', 'tested'] as const
const tones = { signed_in: 'good', refused: 'bad', tested: 'plain' } as const
const reasons: Readonly<Record<string, string>> = why

/** Who signed in by the provider, and who could not, with the number that they were told. */
export function SignOns({ id }: { id: number }) {
  const [{ result }] = useAddress<'result'>()
  const [shown, show] = useState<SignOn | null>(null)
  return (
    <>
      <List
        label={words.signOn.tabs.signOns}
        path="/api/identity-providers/{id}/sign-ons"
        params={{ id }}
        query={{ result: results.find(one => one === result) }}
        columns={useColumns(show)}
        search={say.search}
        filters={
          <FilterSelect name="result" label={say.result} options={results.map(id => ({ id, name: say.results[id] }))} />
        }
        empty={<Empty title={say.empty} hint={say.emptyHint} />}
        hasCsv
      />
      {shown && <OneSignOn signOn={shown} onClose={() => show(null)} />}
    </>
  )
}

function useColumns(show: (signOn: SignOn) => void): Column<SignOn>[] {
  const format = useFormat()
  return [
    {
      id: 'email',
      name: say.email,
      grow: 2,
      cell: signOn => (
        <button type="button" onClick={() => show(signOn)} className={`cursor-pointer text-start ${rowLook}`}>
          {nameOf(signOn)}
        </button>
      ),
    },
    { id: 'result', name: say.result, cell: signOn => <Result {...signOn} />, onPhone: true },
    { id: 'number', name: say.number, grow: 0.6, cell: ({ id }) => id },
    { id: 'why', name: say.why, grow: 2, cell: signOn => sayWhy(signOn) ?? '–' },
    { id: 'at', name: say.at, grow: 1.4, isMoment: true, cell: ({ at }) => format.moment(at) },
  ]
}

/** All that is known of one: for whom somebody names its number. */
function OneSignOn({ signOn, onClose }: { signOn: SignOn; onClose: () => void }) {
  const { organization, may } = useActing()
  const format = useFormat()
  const { id, user_id, email, subject, detail, at } = signOn
  return (
    <Dialog title={say.one(String(id))} onClose={onClose}>
      <div>
        <Result {...signOn} />
      </div>
      <Facts
        facts={[
          [say.at, format.moment(at)],
          [say.email, email],
          [say.subject, subject],
          [say.why, sayWhy(signOn)],
          [say.came, detail],
          [
            say.person,
            user_id !== null && may('users.view') && (
              <Link to={paths.user} params={{ organization, id: String(user_id) }} className={linkLook}>
                {say.openPerson}
              </Link>
            ),
          ],
        ]}
      />
    </Dialog>
  )
}

function Result({ result }: Pick<SignOn, 'result'>) {
  return <Badge tone={tones[result]}>{say.results[result]}</Badge>
}

function nameOf({ email, subject, id }: SignOn): string {
  return email ?? subject ?? say.one(String(id))
}

/** Null: it did not fail. */
function sayWhy({ refused_by, code }: SignOn): string | null {
  if (refused_by === null) return null
  return (code && reasons[code]) ?? say.notSo(nameCheck(refused_by))
}
