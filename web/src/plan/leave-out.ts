/** What another line of the same plan tells already. */
import { type Changes, coursePair, endedWithSeats, rowOf, userOf } from './say-change.ts'

type Change = Changes['changes'][number]

export function leaveOutTold(changes: Changes['changes']): Change[] {
  const told = new Set(changes.flatMap(whatTells))
  for (const pair of endedWithSeats(changes).keys()) told.add(`seatless ${pair}`)
  return changes.filter(change => !whereTold(change).some(key => told.has(key)))
}

/** Of what the line leaves nothing more to say. */
function whatTells({ action, kind, before, after }: Change): string[] {
  const row = rowOf(after)
  const person = userOf(row)
  switch (`${action} ${kind}`) {
    case 'create grant':
      return [`given ${coursePair(row)}`]
    case 'update enrollment':
      return (rowOf(before).revoked_at == null) === (row.revoked_at == null) ? [] : [`turned ${coursePair(row)}`]
    case 'update claim':
      return row.released_at == null ? [] : [`freed ${row.id ?? person}`]
    case 'create seat_entry':
      return [`counted ${row.seat_id}`]
    case 'create order_line':
      return [`ordered ${row.order_id}`]
    case 'create invitation':
      return [`invited ${person}`, `written to ${person}`]
    case 'update invitation':
      return [`written to ${person}`]
    default:
      return []
  }
}

/** Where that was said, the line says nothing more. */
function whereTold({ action, kind, id, after }: Change): string[] {
  const row = rowOf(after)
  const pair = coursePair(row)
  const person = userOf(row)
  switch (`${action} ${kind}`) {
    case 'create enrollment':
      return [`given ${pair}`]
    case 'update enrollment':
      return [`seatless ${pair}`]
    case 'update grant':
      return [`turned ${pair}`, ...(row.source === 'seat' ? [`freed ${row.origin_id ?? person}`] : [])]
    case 'create seats':
      return [`counted ${row.id}`]
    case 'create order':
      return [`ordered ${row.id}`]
    case 'create user':
      return [`invited ${row.id ?? id}`]
    case 'create membership':
      return row.invited_at == null ? [] : [`invited ${person}`]
    case 'create message':
      return row.kind === 'invitation' ? [`written to ${person}`] : []
    default:
      return []
  }
}
