import fc from 'fast-check'
import { expect, test } from 'vitest'
import { acme, openWorld, start } from '../../../test/decide-world.ts'
import { atOnce } from '../../lib/in-steps.ts'
import { groupPlaceKey } from '../rows/keys.ts'
import type { GroupMember } from '../rows/place.ts'
import { noRows } from '../snapshot.ts'
import { decide } from './decide.ts'
import { openDraft } from './draft.ts'

const { snapshot } = openWorld()
const circumstances = { now: start, newId: () => 1, passwordLinkDays: 7 }
const member = (userId: number, operationId: number | null = null): GroupMember => ({ groupId: 7, userId, operationId })

test('whatever an intent did to a list is taken back, and a list that was read stays as it was', () => {
  const steps = fc.array(fc.record({ what: fc.constantFrom('add', 'replace', 'remove', 'read'), at: fc.nat(9) }))
  fc.assert(
    fc.property(fc.nat(4), steps, steps, (stored, kept, refused) => {
      const groupMembers = Array.from({ length: stored }, (_, index) => member(index))
      const draft = openDraft({ ...snapshot, rows: { ...noRows, groupMembers } }, circumstances)
      const rows = draft.groupMembers
      const model = [...groupMembers]
      const read: (readonly [readonly GroupMember[], GroupMember[]])[] = []
      let count = 100
      function take(list: typeof kept) {
        for (const { what, at } of list) {
          const index = at % Math.max(model.length, 1)
          const old = model[index]
          if (what === 'add') model.push(rows.add(member(count++)))
          else if (what === 'read') read.push([rows.get(7), [...model]])
          else if (old && what === 'replace') model[index] = rows.replace(old, member(old.userId, count++))
          else if (old) {
            rows.remove(old)
            model.splice(index, 1)
          }
        }
      }
      const state = () => {
        const { added, changed, removed } = rows.outcome()
        return [rows.get(7), rows.all(), added, changed, removed].map(list => [...list])
      }
      take(kept)
      const before = state()
      expect(before.slice(0, 2)).toEqual([model, model])
      const mark = draft.mark()
      take(refused)
      expect(state().slice(0, 2)).toEqual([model, model])
      draft.takeBack(mark)
      const [list, all, ...sets] = state()
      expect([list, all, ...sets.map(ofUsers)]).toEqual([before[0], before[1], ...before.slice(2).map(ofUsers)])
      for (const [given, asItWas] of read) expect(given).toEqual(asItWas)
      // Also by the other key.
      const users = [...groupMembers.keys(), ...Array.from({ length: count - 100 }, (_, index) => 100 + index)]
      const found = users.map(userId => draft.groupPlace(groupPlaceKey({ groupId: 7, userId })))
      expect(new Set(found)).toEqual(new Set(users.map(userId => list?.find(row => row.userId === userId))))
    }),
  )
})

test('a group of 20,000 is deleted with little work', () => {
  const groupMembers = Array.from({ length: 20_000 }, (_, index) => member(index))
  const groups = [{ id: 7, organizationId: acme.id, name: 'Autumn', operationId: null, updatedAt: start }]
  const call = {
    actor: { kind: 'system' },
    organizationId: acme.id,
    source: null,
    ip: null,
    receivedAt: start,
  } as const
  const before = process.cpuUsage()
  const rows = { ...noRows, groups, groupMembers }
  const intent = { kind: 'archive_group', call, groupId: 7 } as const
  const plan = atOnce(decide([intent], { ...snapshot, rows }, circumstances))
  const { user, system } = process.cpuUsage(before)
  expect(plan.rows.groupMembers.removed).toHaveLength(20_000)
  expect((user + system) / 1e6).toBeLessThan(1.5)
})

/** In which order they are written does not matter. */
function ofUsers(rows: readonly GroupMember[]): number[] {
  return rows.map(({ userId }) => userId).sort((a, b) => a - b)
}
