/** From what is asked to intents: what actions name by id is found first, in a packet of its own that begins the transaction. */
import type { ClientBase } from 'pg'
import type { Name } from '../actions/action.ts'
import { type AskedAction, ruleOf, toIntent } from '../actions/to-intent.ts'
import type { Intent } from '../intents/intent.ts'
import { withOneReading } from '../intents/one-reading.ts'
import type { Item } from '../item.ts'
import { findThings, nothing } from './find-things.ts'

export async function resolve(
  client: ClientBase,
  items: readonly Item[],
): Promise<{ readonly intents: readonly Intent[]; readonly isBegun: boolean }> {
  const asked = items.filter(isAction)
  const things = asked.flatMap(one => namesIn(one))
  const users = asked.flatMap(one => ruleOf(one).users?.(one.action) ?? [])
  const references = asked.flatMap(one => referencesIn(one))
  const people = asked.flatMap(one => ruleOf(one).person?.(one.action) ?? [])
  const isBegun = things.length + references.length > 0
  const found = isBegun ? await findThings(client, { things, users, people, references }) : nothing
  return { intents: items.map(item => withOneReading(isAction(item) ? toIntent(item, found) : item)), isBegun }
}

function namesIn(asked: AskedAction): readonly Name[] {
  const { of, also } = ruleOf(asked)
  const name = of(asked.action, asked.caller)
  return [...(name ? [name] : []), ...(also?.(asked.action) ?? [])]
}

function referencesIn(asked: AskedAction) {
  const rule = ruleOf(asked)
  const [, organization] = rule.of(asked.action, asked.caller) ?? [null, asked.caller.organization.id]
  return rule.reference ? [{ organization, reference: rule.reference(asked.action) }] : []
}

function isAction(item: Item): item is AskedAction {
  return 'action' in item
}
