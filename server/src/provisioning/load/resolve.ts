/** From what is asked to intents: what actions name by id is found first, in a packet of its own that begins the transaction. */
import type { ClientBase } from 'pg'
import { type Asked, ruleOf, toIntent } from '../actions/to-intent.ts'
import type { Intent } from '../intents/intent.ts'
import { withOneReading } from '../intents/one-reading.ts'
import type { Item } from '../item.ts'
import { findThings } from './find-things.ts'

export async function resolve(
  client: ClientBase,
  items: readonly Item[],
): Promise<{ readonly intents: readonly Intent[]; readonly isBegun: boolean }> {
  const actions = items.filter(isAction)
  if (actions.length === 0) return { intents: (items as readonly Intent[]).map(withOneReading), isBegun: false }
  const found = await findThings(client, {
    things: actions.flatMap(asked => [ruleOf(asked).of(asked.action), ...(ruleOf(asked).also?.(asked.action) ?? [])]),
    users: actions.flatMap(asked => ruleOf(asked).users?.(asked.action) ?? []),
  })
  const intents = items.map(item => withOneReading(isAction(item) ? toIntent(item, found) : item))
  return { intents, isBegun: true }
}

function isAction(item: Item): item is Asked {
  return 'action' in item
}
