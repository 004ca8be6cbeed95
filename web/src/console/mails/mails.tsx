import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { useAddress } from '../../address/use-address.ts'
import type { Row } from '../../api/reading.ts'
import { FilterSelect } from '../../table/filter-select.tsx'
import { List } from '../../table/list.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { Page } from '../../ui/page/page.tsx'
import { Empty } from '../../ui/show/empty.tsx'
import { useMailColumns } from './mail-columns.tsx'
import { MailDialog } from './mail-dialog.tsx'
import { SendAgain } from './send-again.tsx'

type Mail = Row<'/api/mails'>

const states = ['queued', 'sending', 'sent', 'failed', 'held'] as const

export function MailsPage() {
  const { unless } = useActing()
  const [{ state, kind, user, mail }, change] = useAddress<'state' | 'kind' | 'user' | 'mail'>()
  const [again, sendAgain] = useState<{ mails: readonly Mail[]; onDone: () => void } | null>(null)
  const columns = useMailColumns()
  const close = () => change({ mail: undefined })
  return (
    <Page title={words.mails.title} about={<About />}>
      <List
        label={words.mails.title}
        path="/api/mails"
        query={{ state: states.find(known => known === state), kind, user: Number(user) || undefined }}
        columns={columns}
        filters={<Filters />}
        bulk={(mails, clear) => (
          <Action whyNot={unless('users.edit')} onPress={() => sendAgain({ mails, onDone: clear })}>
            {words.mails.sendAgain}
          </Action>
        )}
        empty={<Empty title={words.mails.emptyTitle} hint={words.mails.emptyHint} />}
        hasCsv
      />
      {mail && !again && (
        <MailDialog
          id={Number(mail)}
          onClose={close}
          onSendAgain={mail => sendAgain({ mails: [mail], onDone: close })}
        />
      )}
      {again && <SendAgain {...again} onClose={() => sendAgain(null)} />}
    </Page>
  )
}

/** Where the server tries Usher without a mail server, it has a page with the mails as they would go out. */
function About() {
  const { data: isShown } = useQuery({
    queryKey: ['local mails'],
    // As JSON nothing else answers here than that page.
    queryFn: async () => (await fetch('/mail', { method: 'HEAD', headers: { accept: 'application/json' } })).ok,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  return (
    <>
      {words.mails.about}
      {isShown && (
        <a href="/mail" target="_blank" rel="noopener" className="text-accent underline underline-offset-4">
          {words.mails.readHere}
        </a>
      )}
    </>
  )
}

function Filters() {
  const { filters, kinds } = words.mails
  return (
    <>
      <FilterSelect
        name="state"
        label={filters.state}
        options={states.map(id => ({ id, name: words.mails.states[id] }))}
      />
      <FilterSelect
        name="kind"
        label={filters.kind}
        options={Object.entries(kinds).map(([id, name]) => ({ id, name }))}
      />
    </>
  )
}
