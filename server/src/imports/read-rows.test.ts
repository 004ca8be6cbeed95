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
  expect(rows.map(({ line, body }) => [line, body?.first_name])).toEqual([
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

test('a file of JSON objects is read line by line, and a line that is none is told apart', async () => {
  const lines = [JSON.stringify(asha), '{"email":', '', '[1]', '"text"', JSON.stringify(ben)]
  expect(await read(`\ufeff${lines.join('\r\n')}`, 'ndjson')).toEqual([
    { line: 1, body: asha },
    { line: 2, body: null },
    { line: 4, body: null },
    { line: 5, body: null },
    { line: 6, body: ben },
  ])
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

function read(text: string, format: Format = 'csv'): Promise<Row[]> {
  return Array.fromAsync(readRows(Readable.from(text === '' ? [] : [Buffer.from(text)]), format))
}
