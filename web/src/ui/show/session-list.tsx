import type { ReactNode } from 'react'
import type { Session } from '../../api/person/sessions.ts'
import { account } from '../../text/account.ts'
import { locale } from '../../text/language.ts'

const { sessions: says } = account

interface Props {
  sessions: readonly Session[]
  /** What can be done about one that is not the reader's own browser. */
  action: (session: Session, label: string) => ReactNode
}

/** Browsers in which somebody is signed in, in plain words. */
export function SessionList({ sessions, action }: Props) {
  return (
    <ul className="flex flex-col divide-y divide-line">
      {sessions.map(session => {
        const { id, current, browser, system, ip, identity_provider, method, second_factor, created_at } = session
        const name = says.browser(browser, system)
        return (
          <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
            <div className="min-w-0">
              <p className="font-medium">{name}</p>
              <p className="text-quiet text-sm">
                {says.since(day.format(Date.parse(created_at)), ip)}{' '}
                {identity_provider === null ? says.by(method, second_factor) : says.byProvider(identity_provider)}
              </p>
            </div>
            {current ? <p className="text-quiet text-sm">{says.current}</p> : action(session, says.endOf(name))}
          </li>
        )
      })}
    </ul>
  )
}

const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
