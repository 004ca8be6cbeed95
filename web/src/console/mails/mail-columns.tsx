import { Link } from '@tanstack/react-router'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import type { Row } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import type { Column } from '../../table/column.ts'
import { findWord } from '../../text/find-word.ts'
import { words } from '../../text/words.ts'
import { rowLook } from '../../ui/look/row-look.ts'
import { MailState } from './mail-state.tsx'

type Mail = Row<'/api/mails'>

export function useMailColumns(): Column<Mail>[] {
  const { organization } = useActing()
  const format = useFormat()
  const { columns, kinds } = words.mails
  return [
    {
      id: 'to',
      name: columns.to,
      grow: 2,
      cell: ({ id, to }) => (
        <Link
          to={paths.mails}
          params={{ organization }}
          search={before => ({ ...before, mail: String(id) })}
          resetScroll={false}
          className={rowLook}
        >
          {to}
        </Link>
      ),
    },
    { id: 'kind', name: columns.kind, cell: ({ kind }) => findWord(kinds, kind) ?? kind },
    { id: 'state', name: columns.state, onPhone: true, cell: mail => <MailState {...mail} /> },
    {
      id: 'error',
      name: columns.error,
      grow: 2,
      cell: ({ error }) => error && <span className="block truncate text-quiet">{error}</span>,
    },
    {
      id: 'at',
      name: columns.at,
      grow: 1.4,
      isMoment: true,
      cell: ({ sent_at, created_at }) => format.moment(sent_at ?? created_at),
    },
    { id: 'attempts', name: columns.attempts, isExtra: true, cell: ({ attempts }) => format.number(attempts) },
    {
      id: 'due',
      name: columns.due,
      isExtra: true,
      isMoment: true,
      cell: ({ state, due_at }) => (state === 'queued' ? format.moment(due_at) : '–'),
    },
  ]
}
