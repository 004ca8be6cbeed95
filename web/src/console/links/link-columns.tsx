import { Link } from '@tanstack/react-router'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import type { Row } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import type { Column } from '../../table/column.ts'
import { words } from '../../text/words.ts'
import { rowLook } from '../../ui/look/row-look.ts'
import { LinkState, nameOfLink } from './link-state.tsx'

export function useLinkColumns(): Column<Row<'/api/links'>>[] {
  const { organization } = useActing()
  const format = useFormat()
  const { columns, kinds, opens, uses } = words.links
  return [
    {
      id: 'name',
      name: columns.name,
      grow: 2,
      cell: link => (
        <Link to={paths.link} params={{ organization, id: String(link.id) }} className={rowLook}>
          {nameOfLink(link)}
        </Link>
      ),
    },
    {
      id: 'opens',
      name: columns.opens,
      grow: 2,
      cell: ({ target }) => opens(kinds[target.kind], target.name, null),
    },
    { id: 'state', name: columns.state, grow: 1.3, cell: link => <LinkState {...link} />, onPhone: true },
    {
      id: 'uses',
      name: columns.uses,
      cell: ({ used, max_uses }) => uses(format.number(used), max_uses === null ? null : format.number(max_uses)),
    },
    { id: 'expires', name: columns.expires, cell: ({ expires_at }) => format.lastDay(expires_at) },
    {
      id: 'approval',
      name: columns.approval,
      cell: ({ needs_approval }) => (needs_approval ? words.links.approvalNeeded : words.links.approvalNone),
      isExtra: true,
    },
    { id: 'begins', name: columns.begins, cell: ({ prefix }) => prefix, isExtra: true },
    { id: 'created', name: columns.created, cell: ({ created_at }) => format.day(created_at), isExtra: true },
  ]
}
