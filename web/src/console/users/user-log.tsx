import { Link } from '@tanstack/react-router'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import type { Row } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import type { Column } from '../../table/column.ts'
import { List } from '../../table/list.tsx'
import { words } from '../../text/words.ts'
import { rowLook } from '../../ui/look/row-look.ts'
import { Empty } from '../../ui/show/empty.tsx'
import { OperationResult, sayActor } from '../operations/operation-words.tsx'

type Operation = Row<'/api/operations'>

/** What was asked about somebody, and what became of it. */
export function UserLog({ email }: { email: string }) {
  const { organization } = useActing()
  const format = useFormat()
  const columns: Column<Operation>[] = [
    {
      id: 'what',
      name: words.users.what,
      cell: ({ id, kind }) => (
        <Link to={paths.operation} params={{ organization, id: String(id) }} className={rowLook}>
          {words.log.kind(kind)}
        </Link>
      ),
    },
    {
      id: 'result',
      name: words.users.result,
      cell: operation => <OperationResult operation={operation} />,
      onPhone: true,
    },
    { id: 'by', name: words.users.by, cell: ({ actor }) => sayActor(actor) },
    { id: 'at', name: words.users.at, isMoment: true, cell: ({ at }) => format.moment(at) },
  ]
  return (
    <List
      label={words.users.tabs.log}
      path="/api/operations"
      query={{ email }}
      columns={columns}
      empty={<Empty title={words.users.noLog} hint={words.users.noLogHint} />}
    />
  )
}
