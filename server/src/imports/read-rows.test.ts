import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { type Format, type Row, readRows } from './read-rows.ts'

const asha = { email: 'asha@example.com', first_name: 'Asha', courses: 'ielts,gmat' }
const ben = { email: 'ben@example.com', first_name: 'Ben', courses: 'ielts' }

test.each([
  ['commas', 'email,first_name,courses\nasha@example.com,Asha,"ielts,gmat"\nben@example.com,Ben,ielts\n'],
  ['semicolons', 'email;first_name;courses\nasha@example.com;Asha;ielts,gmat\nben@example.com;Ben;ielts\n'],
  ['tabs', 'email\tfirst_name\tcourses\nasha@example.com\tAsha\tielts,gmat\nben@example.com\tBen\tielts\n'],
  ['quotes', '"email","first_name","courses"\n"asha@example.com","Asha","ielts,gmat"\nben@example.com,Ben,"ielts"'],
  [
    'a byte order mark',
    '\ufeffemail,first_name,courses\nasha@example.com,Asha,"ielts,gmat"\nben@example.com,Ben,ielts',
  ],
  [
    'lines as Windows ends them',
    'email;first_name;courses\r\nasha@example.com;Asha;ielts,gmat\r\nben@example.com;Ben;ielts\r\n',
  ],
  ['titles for people', 'Email,First Name,COURSES\nasha@example.com,Asha,"ielts,gmat"\nben@example.com,Ben,ielts\n'],
])('a CSV file with %s is read', async (_, text) => {
  expect(await read(text)).toEqual([
    { line: 2, body: asha },
    { line: 3, body: ben },
  ])
})

test('a CSV file is read the same however it comes in', async () => {
  const text = '\ufeffemail;first_name;courses\r\nasha@example.com;"Asha";ielts,gmat\r\nben@example.com;Ben;ielts\r\n'
  const bytes = [...Buffer.from(text)].map(byte => Buffer.of(byte))
  expect(await Array.fromAsync(readRows(Readable.from(bytes), 'csv'))).toEqual(await read(text))
})

test('a line is counted as an editor counts it, over empty lines and line breaks in quotes', async () => {
  const rows = await read('email,first_name\n\nasha@example.com,"A\nsha"\n,\nben@example.com,"say ""Ben"""\n')
  expect(rows.map(row => [row.line, 'body' in row && row.body.first_name])).toEqual([
    [4, 'A\nsha'],
    [6, 'say "Ben"'],
  ])
})

test.each([
  ['is empty', '', 'The first line must name the columns; there is no "email" and no "first_name".'],
  ['has no first line', 'asha@example.com,Asha\n', 'there is no "email" and no "first_name".'],
  ['has a column too few', 'email,name\nasha@example.com,Asha', 'there is no "first_name".'],
])('a CSV file that %s is refused in a sentence', async (_, text, sentence) => {
  await expect(read(text)).rejects.toThrow(sentence)
})

test.each([
  ['a quote that is never closed', 'carla@example.com,"Carla\ndan@example.com,Dan\n'],
  ['more after a quote', 'carla@example.com,"Carla" Diaz\n'],
  ['a quote in the middle', 'carla@example.com,Car"la\n'],
])('a CSV file is read as far as %s, which is said in a sentence', async (_, broken) => {
  const rows = readRows(Readable.from([Buffer.from(`email,first_name\nasha@example.com,Asha\n${broken}`)]), 'csv')
  expect(await rows.next()).toMatchObject({ value: { line: 2, body: { first_name: 'Asha' } } })
  await expect(rows.next()).rejects.toThrow(
    'The file cannot be read from line 3 on: a quotation mark is missing there, or there is one too many.',
  )
})

test('a CSV file is read as far as a record longer than 64 kB, which is said in a sentence', async () => {
  const long = `carla@example.com,${'x'.repeat(70_000)}\n`
  const rows = readRows(Readable.from([Buffer.from(`email,first_name\nasha@example.com,Asha\n${long}`)]), 'csv')
  expect(await rows.next()).toMatchObject({ value: { line: 2, body: { first_name: 'Asha' } } })
  await expect(rows.next()).rejects.toThrow(
    'The file cannot be read from line 3 on: what begins there is longer than 64 kB, or lacks a quotation mark.',
  )
})

test('where the first line after the titles is wrong, that is the line that is said', async () => {
  await expect(read('email,first_name\ncarla@example.com,"Carla')).rejects.toThrow('from line 2 on')
})

test('a file of JSON objects is read line by line, and a line that is none is told apart', async () => {
  const lines = [JSON.stringify(asha), '{"email":', '', '[1]', '"text"', JSON.stringify(ben)]
  expect(await read(`\ufeff${lines.join('\r\n')}`, 'ndjson')).toEqual([
    { line: 1, body: asha },
    { line: 2, problem: 'unreadable_body' },
    { line: 4, problem: 'unreadable_body' },
    { line: 5, problem: 'unreadable_body' },
    { line: 6, body: ben },
  ])
})

test('a file of JSON objects is read the same however it comes in', async () => {
  const text = `\ufeff${JSON.stringify({ ...asha, first_name: 'José' })}\r\n\n${JSON.stringify(ben)}`
  const bytes = [...Buffer.from(text)].map(byte => Buffer.of(byte))
  expect(await Array.fromAsync(readRows(Readable.from(bytes), 'ndjson'))).toEqual(await read(text, 'ndjson'))
})

test('a line of JSON without an end is told apart, however long: it is not kept', async () => {
  const chunk = Buffer.alloc(64 * 1024, 'x')
  const input = Readable.from(
    (function* () {
      yield Buffer.from('{"email":"')
      for (let i = 0; i < 10_000; i++) yield chunk // more than a text can hold
      yield Buffer.from(`"}\n${JSON.stringify(ben)}`)
    })(),
  )
  const rows = await Array.fromAsync(readRows(input, 'ndjson'))
  expect(rows.map(row => ('problem' in row ? row.problem : row.line))).toEqual(['body_too_large', 2])
})

test.each([
  [65_536, 'body'],
  [65_537, 'problem'],
])('of a line of JSON with %i bytes comes a %s', async (bytes, what) => {
  const text = JSON.stringify({ note: 'x'.repeat(bytes - '{"note":""}'.length) })
  const [row] = await read(`${text}\n`, 'ndjson')
  expect(Object.keys(row ?? {})).toEqual(['line', what])
})

test.each([
  ['csv', 'email,first_name\nasha@example.com,Zo\u00eb\n', 'jos\u00e9@example.com,Jos\u00e9\n', 3],
  ['csv', '', 'email,first_name,r\u00e9f\n', 1],
  ['ndjson', '{"email":"asha@example.com","first_name":"Zo\u00eb"}\n', '{"first_name":"Jos\u00e9"}\n', 2],
  ['ndjson', '{"email":"asha@example.com","first_name":"Zo\u00eb"}\n', '{"first_name":"Jos\u00e9', 2],
] as const)(
  'a %s file is read as far as it is UTF-8, which is said in a sentence',
  async (format, utf8, latin1, line) => {
    const file = Buffer.concat([Buffer.from(utf8), Buffer.from(latin1, 'latin1'), Buffer.from('{"more":1}\n')])
    for (const size of [file.length, 7, 1]) {
      const rows = readRows(
        Readable.from(cut(file.subarray(0, latin1.endsWith('\n') ? file.length : -11), size)),
        format,
      )
      if (utf8) expect(await rows.next()).toMatchObject({ value: { body: { first_name: 'Zo\u00eb' } } })
      await expect(rows.next()).rejects.toThrow(
        `The file is not UTF-8: line ${line} has a character in another encoding. Save it as UTF-8`,
      )
    }
  },
)

test.each(['csv', 'ndjson'] as const)('a %s file in UTF-16 is refused with the same sentence', async format => {
  const rows = readRows(Readable.from([Buffer.from('\ufeffemail,first_name\n', 'utf16le')]), format)
  await expect(rows.next()).rejects.toThrow('The file is not UTF-8: line 1')
})

test('a disk that fails is no end of the file', async () => {
  for (const format of ['csv', 'ndjson'] as const) {
    const input = Readable.from(
      (async function* () {
        yield Buffer.from('email,first_name\n')
        throw new Error('the disk fails')
      })(),
    )
    await expect(Array.fromAsync(readRows(input, format))).rejects.toThrow('the disk fails')
  }
})

function cut(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size))
}

function read(text: string, format: Format = 'csv'): Promise<Row[]> {
  return Array.fromAsync(readRows(Readable.from(text === '' ? [] : [Buffer.from(text)]), format))
}
