/** A migration that has landed stays as it is, for databases have run it: what it should have done is done by a new one. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const folder = new URL('../../migrations/', import.meta.url)

test('migrations are those that their checksums are of', () => {
  const names = readdirSync(folder).filter(name => name.endsWith('.sql'))
  const files = names.map(name => [name, readFileSync(new URL(name, folder), 'utf8')] as const)
  expect(names.length).toBeGreaterThan(0)
  expect(findFaults(Object.fromEntries(files), readFileSync(new URL('checksums', folder), 'utf8'))).toEqual([])
})

const line = (name: string, text: string) => `${createHash('sha256').update(text).digest('hex')}  ${name}`
const landed = { '0001_a.sql': 'select 1', '0002_b.sql': 'select 2' }
const checksums = `${line('0001_a.sql', 'select 1')}\n${line('0002_b.sql', 'select 2')}\n`

test.each([
  ['as they were', landed, []],
  [
    'changed, if only by a space',
    { ...landed, '0001_a.sql': 'select 1 ' },
    ['0001_a.sql has landed and must not be changed: put it back and write a new one'],
  ],
  [
    'taken away',
    { '0002_b.sql': 'select 2' },
    ['0001_a.sql has landed and must not be changed: put it back and write a new one'],
  ],
  [
    'new',
    { ...landed, '0003_c.sql': 'select 3' },
    [
      `0003_c.sql is new: once it is as it shall be, add to server/migrations/checksums: ${line('0003_c.sql', 'select 3')}`,
    ],
  ],
  [
    'new, in between: databases that have run the later one would refuse it',
    { ...landed, '0001b_c.sql': 'select 3' },
    ['0001b_c.sql must come after 0002_b.sql, which has landed: give it a later name'],
  ],
])('migrations: %s', (_, files, faults) => {
  expect(findFaults(files, checksums)).toEqual(faults)
})

test('checksums that are not in the order of the names are told', () => {
  const [first, second] = checksums.trim().split('\n')
  expect(findFaults(landed, `${second}\n${first}\n`)).toEqual([
    'server/migrations/checksums: 0001_a.sql stands after 0002_b.sql',
  ])
})

/** Sentences for whoever changed something. The lines are as `sha256sum` writes them. */
function findFaults(files: Readonly<Record<string, string>>, sums: string): string[] {
  const lines = sums.trim().split('\n')
  const known = lines.map(each => each.split('  ')[1] ?? '')
  const last = known.toSorted().at(-1) ?? ''
  const changed = lines.flatMap((each, place) => {
    const name = known[place] as string
    return files[name] !== undefined && line(name, files[name]) === each
      ? []
      : [`${name} has landed and must not be changed: put it back and write a new one`]
  })
  const added = Object.entries(files).flatMap(([name, text]) => {
    if (known.includes(name)) return []
    return name < last
      ? [`${name} must come after ${last}, which has landed: give it a later name`]
      : [`${name} is new: once it is as it shall be, add to server/migrations/checksums: ${line(name, text)}`]
  })
  const disordered = known.flatMap((name, place) => {
    const before = known[place - 1]
    return before !== undefined && name <= before ? [`server/migrations/checksums: ${name} stands after ${before}`] : []
  })
  return [...changed, ...added, ...disordered]
}
