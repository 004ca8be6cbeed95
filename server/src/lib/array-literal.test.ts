import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { arrayLiteral } from './array-literal.ts'

test('PostgreSQL reads what was written, whatever is in it', async () => {
  const texts = [
    '',
    'plain',
    'with "quotes"',
    'back\\slash',
    '{curly,commas}',
    'NULL',
    'null',
    ' spaces ',
    'línea\nnueva',
    '🎓',
    "o'brien",
    null,
  ]
  const bytes = [Buffer.from([0, 92, 34, 255]), Buffer.alloc(0)]
  const moments = [new Date('2026-12-01T10:00:00.123Z'), null]
  const client = new pg.Client(inject('adminUrl'))
  await client.connect()
  const { rows } = await client.query(
    'select $1::text[] as texts, $2::bytea[] as bytes, $3::timestamptz[] as moments, $4::bigint[] as numbers',
    [arrayLiteral(texts), arrayLiteral(bytes), arrayLiteral(moments), arrayLiteral([1, 2 ** 53 - 1, -7, null])],
  )
  await client.end()
  expect(rows[0]).toMatchObject({ texts, bytes, moments })
  expect(rows[0].numbers.map(String)).toEqual(['1', '9007199254740991', '-7', 'null'])
})
