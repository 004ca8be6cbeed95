import { ArrowDown, ArrowUp, Pencil, Trash2 } from 'lucide-react'
import { useActing } from '../../acting/acting.ts'
import type { Row } from '../../api/reading.ts'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { Badge } from '../../ui/show/badge.tsx'

type Item = Row<'/api/courses/{id}/items'>

interface Props {
  item: Item
  number: number
  /** Null where there is nothing above it. */
  onUp: (() => void) | null
  onDown: (() => void) | null
  /** An order is on its way. */
  isMoving: boolean
  onEdit: () => void
  onRemove: () => void
}

export function CourseItem({ item, number, onUp, onDown, isMoving, onEdit, onRemove }: Props) {
  const { unless } = useActing()
  const { title, kind, starter, launch_url } = item
  const whyNotMove = unless('catalog.edit')
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 p-3 sm:ps-5">
      <span className="w-6 shrink-0 text-quiet text-sm tabular-nums">{number}</span>
      <div className="flex min-w-0 grow basis-48 flex-col gap-0.5">
        <span className="flex flex-wrap items-center gap-2 font-medium">
          {title}
          {!starter && <Badge>{words.courses.closed}</Badge>}
        </span>
        <span className="truncate text-quiet text-sm">
          {words.courses.kinds[kind]} · {launch_url}
        </span>
      </div>
      <div className="flex gap-1">
        <Action
          look="plain"
          icon={ArrowUp}
          isIconOnly
          isPending={isMoving}
          whyNot={whyNotMove ?? (onUp ? null : words.courses.isFirst)}
          onPress={onUp ?? undefined}
        >
          {words.courses.up(title)}
        </Action>
        <Action
          look="plain"
          icon={ArrowDown}
          isIconOnly
          isPending={isMoving}
          whyNot={whyNotMove ?? (onDown ? null : words.courses.isLast)}
          onPress={onDown ?? undefined}
        >
          {words.courses.down(title)}
        </Action>
        <Action look="plain" icon={Pencil} isIconOnly whyNot={unless('catalog.edit')} onPress={onEdit}>
          {words.courses.edit(title)}
        </Action>
        <Action look="plain" icon={Trash2} isIconOnly whyNot={unless('catalog.delete')} onPress={onRemove}>
          {words.courses.removeItem(title)}
        </Action>
      </div>
    </li>
  )
}
