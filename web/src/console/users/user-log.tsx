import { Link } from '@tanstack/react-router'
import { useActing } from '../../acting.ts'
import type { Row } from '../../api/reading.ts'
import { paths } from '../../paths.ts'
import type { Column } from '../../table/column.ts'
import { List } from '../../table/list.tsx'
import { words } from '../../text/words.ts'
import { Badge } from '../../ui/badge.tsx'
import { Empty } from '../../ui/empty.tsx'
import { useFormat } from '../../use-format.ts'

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
        <Link
          to={paths.operation}
          params={{ organization, id: String(id) }}
          className="font-medium hover:text-accent hover:underline"
        >
          {words.log.kind(kind)}
        </Link>
      ),
    },
    {
      id: 'result',
      name: words.users.result,
      cell: ({ result }) => <Badge tone={result === 'refused' ? 'bad' : 'plain'}>{words.log.result(result)}</Badge>,
      onPhone: true,
    },
    {
      id: 'by',
      name: words.users.by,
      cell: ({ actor }) => actor.name ?? actor.key_prefix ?? (actor.kind === 'system' ? words.users.system : '–'),
    },
    { id: 'at', name: words.users.at, cell: ({ at }) => format.moment(at) },
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
