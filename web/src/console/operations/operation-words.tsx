import type { Row } from '../../api/reading.ts'
import { words } from '../../text/words.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'

type Operation = Row<'/api/operations'>

const tones: Record<string, Tone> = { refused: 'bad', created: 'good', reused: 'good', changed: 'good' }

export function OperationResult({ result }: Pick<Operation, 'result'>) {
  return <Badge tone={tones[result] ?? 'plain'}>{words.log.result(result)}</Badge>
}

export function sayActor({ kind, name, key_prefix }: Operation['actor']): string {
  if (name !== null) return name
  if (kind === 'system') return words.log.system
  return key_prefix === null ? '–' : words.log.unknownKey(key_prefix)
}

/** Why it was refused, a sentence a problem. */
export function sayProblems({ problems }: Pick<Operation, 'problems'>): string[] {
  const list = (problems ?? []) as { code?: string; field?: string; value?: unknown }[]
  return list.map(({ code = '', field = '', value = '' }) => words.log.problem(code, field, String(value)))
}
