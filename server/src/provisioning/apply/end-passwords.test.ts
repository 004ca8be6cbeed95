import { expect, test } from 'vitest'
import { withoutClaims } from '../decide/people/standing.ts'
import { noWayIn } from './end-passwords.ts'

test('what ends with a claim is the same where the engine writes it and where it does not', () => {
  const ended = withoutClaims({ emailVerified: false, passwordSetAt: new Date() })
  const ends = Object.entries(ended ?? {}).flatMap(([name, value]) => (value === null ? [name] : []))
  const columns = ends.map(name => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`))
  expect(noWayIn.split(', ')).toEqual(columns.map(column => `${column} = null`))
})
