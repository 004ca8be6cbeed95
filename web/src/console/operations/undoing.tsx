import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Undo2 } from 'lucide-react'
import { useActing } from '../../acting/acting.ts'
import { paths } from '../../address/paths.ts'
import { type Answer, reading } from '../../api/reading.ts'
import { useFormat } from '../../format/use-format.ts'
import { words } from '../../text/words.ts'
import { linkLook } from '../../ui/look/link-look.ts'
import { nameOperation, sayActor } from './operation-words.tsx'

type Operation = Answer<'/api/operations/{id}'>

/** What undid an operation, and what it undid itself. */
export function Undoing({ operation: { id, undone_by, changes } }: { operation: Operation }) {
  const format = useFormat()
  const undid = changes.filter(({ kind, after }) => kind === 'operation' && undoneBy(after) === id)
  return (
    <>
      {undone_by !== null && (
        <Other id={undone_by} say={({ actor, at }) => words.log.undoneBy(sayActor(actor), format.moment(at))} />
      )}
      {undid.map(({ id }) => (
        <Other key={id} id={Number(id)} say={operation => words.log.undid(nameOperation(operation))} />
      ))}
    </>
  )
}

function Other({ id, say }: { id: number; say: (operation: Operation) => string }) {
  const { organization } = useActing()
  const { data } = useQuery(reading(organization, '/api/operations/{id}', { path: { id } }))
  if (!data) return null
  return (
    <p className="flex items-center gap-2">
      <Undo2 aria-hidden="true" className="size-4 shrink-0 text-quiet" />
      <Link to={paths.operation} params={{ organization, id: String(id) }} className={linkLook}>
        {say(data)}
      </Link>
    </p>
  )
}

function undoneBy(after: unknown): unknown {
  return (after as { undone_by?: number | null } | null)?.undone_by
}
