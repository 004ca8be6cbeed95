/** Names with brackets, as PHP, Rails, `qs` and axios write lists and objects into forms: `courses[0]`, `courses[]`, `user[email]`. */

/** A field with its value, in the order in which they came. */
export type Pair = readonly [name: string, value: unknown]

/**
 * What the pairs hold: a repeated name is a list, and so are brackets that hold nothing or a number, in the order of the
 * numbers. A value that is a list already is joined to it. No deeper than five brackets: the rest stays in the name.
 */
export function gatherFields(pairs: Iterable<Pair>): Record<string, unknown> {
  const root = emptyNode()
  for (const [name, value] of pairs) {
    let node = root
    for (const part of partsOf(name)) {
      const next = node.parts.get(part) ?? emptyNode()
      node.parts.set(part, next)
      node = next
    }
    node.values.push(value)
  }
  return Object.fromEntries([...root.parts].map(([name, node]) => [name, shapeOf(node)]))
}

/** Whether a name has brackets that are read. */
export function hasBrackets(name: string): boolean {
  return bracketed.test(name)
}

interface Node {
  readonly values: unknown[]
  readonly parts: Map<string, Node>
}

const bracketed = /^([^[\]]+)((?:\[[^[\]]*\]){1,5})\s*$/

function partsOf(name: string): string[] {
  const [, start, brackets = ''] = bracketed.exec(name) ?? []
  if (start === undefined) return [name]
  return [start, ...[...brackets.matchAll(/\[([^[\]]*)\]/g)].map(([, part = '']) => part.trim())]
}

function emptyNode(): Node {
  return { values: [], parts: new Map() }
}

function shapeOf({ values, parts }: Node): unknown {
  if (parts.size === 0) return values.length > 1 ? values : values[0]
  const entries = [...parts].map(([part, node]) => [part, shapeOf(node)] as const)
  const isList = entries.every(([part]) => /^\d{0,9}$/.test(part))
  if (!isList) return Object.fromEntries(values.length > 0 ? [['', values], ...entries] : entries)
  const inOrder = entries.toSorted(([a], [b]) => Number(a) - Number(b))
  return [...values, ...inOrder.map(([, value]) => value)].flat()
}
