import { expect, test } from 'vitest'
import { builtInRoles } from './built-in-roles.ts'
import { permissions } from './permissions.ts'

test('each built-in role may all that the one after it may, and more; learners may nothing', () => {
  expect(builtInRoles.map(role => role.name)).toEqual(['owner', 'admin', 'manager', 'learner'])
  const [owner, ...others] = builtInRoles.map(role => role.permissions)
  expect(owner).toEqual(permissions)
  let above = owner ?? []
  for (const held of others) {
    expect(held.filter(permission => !above.includes(permission))).toEqual([])
    expect(held.length).toBeLessThan(above.length)
    above = held
  }
  expect(above).toEqual([])
})
