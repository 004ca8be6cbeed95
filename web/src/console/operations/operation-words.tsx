import type { Row } from '../../api/reading.ts'
import { words } from '../../text/words.ts'
import { Badge, type Tone } from '../../ui/show/badge.tsx'

type Operation = Row<'/api/operations'>

const tones: Record<string, Tone> = { refused: 'bad', created: 'good', reused: 'good', changed: 'good' }

/** What became of it: for as long as it stands. */
export function OperationResult({ operation }: { operation: Pick<Operation, 'result' | 'undone_by'> }) {
  const { result, undone_by } = operation
  if (undone_by !== null) return <Badge>{words.log.undone}</Badge>
  return <Badge tone={tones[result] ?? 'plain'}>{words.log.result(result)}</Badge>
}

/** What was asked, and of whom. */
export function nameOperation({ kind, email }: Pick<Operation, 'kind' | 'email'>): string {
  return [words.log.kind(kind), email].filter(Boolean).join(': ')
}

export function sayActor({ kind, name, key_prefix }: Operation['actor']): string {
  if (name !== null) return name
  if (kind === 'system') return words.log.system
  return key_prefix === null ? '–' : words.log.unknownKey(key_prefix)
}

/** Why it was refused, a sentence a problem. */
export function sayProblems({ problems }: Pick<Operation, 'problems'>): string[] {
  const list = problems ?? []
  // What is not there tells most.
  const telling = list.toSorted((one, other) => Number(isUnknown(other.code)) - Number(isUnknown(one.code)))
  return telling.map(({ code, field, value = '', remedy, call }) => {
    const why = words.log.problem(code, field, String(remedy ?? value))
    return call === undefined ? why : `${why} ${words.log.called(call)}`
  })
}

function isUnknown(code = '') {
  return code.startsWith('unknown_')
}
