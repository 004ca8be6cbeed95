import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { theirNames } from '../../test/other-names.ts'
import { readFieldName } from '../dialects/student/fields.ts'
import { csvCell } from '../lib/csv-cell.ts'
import { sortFields } from '../lib/sent/sent-fields.ts'
import { type Format, readRows } from './read-rows.ts'
import type { Row } from './row.ts'

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

test.each([
  [
    'titles that end as on Windows and rows that do not',
    'email,courses,first_name\r\na@example.com,ielts,Ann\nb@example.com,gmat,Ben\n',
  ],
  [
    'rows that end as on Windows and titles that do not',
    'email,courses,first_name\na@example.com,ielts,Ann\r\nb@example.com,gmat,Ben\r\n',
  ],
  ['lines as old spreadsheets end them', 'email,courses,first_name\ra@example.com,ielts,Ann\rb@example.com,gmat,Ben'],
  ['empty values behind', 'email,courses,first_name\na@example.com,ielts,Ann,,\nb@example.com,gmat,Ben, \n'],
  [
    'other marks in a title',
    'email,courses,first_name,"Anything else? (allergies; access needs)"\na@example.com,ielts,Ann,"no; none"\nb@example.com,gmat,Ben,\n',
  ],
  [
    'the titles of another system',
    'username,email,course1,firstname\nann,a@example.com,ielts,Ann\nben,b@example.com,gmat,Ben\n',
  ],
])('a CSV file with %s loses nobody', async (_, text) => {
  for (const size of [text.length, 1]) {
    const rows = await Array.fromAsync(readRows(Readable.from(cut(Buffer.from(text), size)), 'csv'))
    expect(rows).toMatchObject([
      { line: 2, body: { email: 'a@example.com', first_name: 'Ann' } },
      { line: 3, body: { email: 'b@example.com', first_name: 'Ben' } },
    ])
    expect(rows.map(row => 'body' in row && (row.body.courses ?? row.body.courses_1))).toEqual(['ielts', 'gmat'])
  }
})

test.each([
  ['sep=;\r\n', ';'],
  ['\ufeffsep=,\n', ','],
  ['SEP=\t\n', '\t'],
  ['sep=|\n', '|'],
])('a first line that says what stands between the columns is read: %j', async (start, mark) => {
  for (const size of [1000, 1]) {
    const text = `${start}email${mark}first_name\nasha@example.com${mark}Asha\n`
    const rows = await Array.fromAsync(readRows(Readable.from(cut(Buffer.from(text), size)), 'csv'))
    expect(rows).toEqual([{ line: 3, body: { email: 'asha@example.com', first_name: 'Asha' } }])
  }
})

test('a cell that a spreadsheet was told is text is that text', async () => {
  const lines = [
    'email,first_name,external_ref,courses',
    'a@example.com,Ann,="00123",ielts',
    '="b@example.com",="B, ""en""","=1",a=b',
    '=,="",=x,"x\n=""y"',
  ]
  for (const size of [1000, 3, 1]) {
    const input = Readable.from(cut(Buffer.from(`${lines.join('\n')}\n`), size))
    const rows = await Array.fromAsync(readRows(input, 'csv'))
    expect(rows.map(row => 'body' in row && Object.values(row.body))).toEqual([
      ['a@example.com', 'Ann', '00123', 'ielts'],
      ['b@example.com', 'B, "en"', '=1', 'a=b'],
      ['=', '', '=x', 'x\n="y'],
    ])
  }
})

test('a value that no column is for refuses its line alone', async () => {
  expect(await read('email,first_name,courses\nx1@example.com,Ann,ielts,gmat\nben@example.com,Ben,ielts\n')).toEqual([
    { line: 2, problem: 'too_many_values' },
    { line: 3, body: ben },
  ])
  // Nor is it one without a title, behind the last that has one; one before that may hold numbers of rows.
  expect(
    await read(',email,first_name,courses,\n0,x1@example.com,Ann,ielts,gmat\n1,ben@example.com,Ben,ielts,\n'),
  ).toEqual([
    { line: 2, problem: 'too_many_values' },
    { line: 3, body: ben },
  ])
})

test('columns at the end that have no title need no values', async () => {
  const rows = await read('email,first_name,courses,,\na@example.com,Ann,ielts\nb@example.com,Ben,gmat,,\n')
  expect(rows).toMatchObject([{ body: { courses: 'ielts' } }, { body: { courses: 'gmat' } }])
})

test.each([
  ['ends early', 'a@example.com,Ann', '2 of 4'],
  ['has a comma in a value that is none', 'a@example.com,"Ann,ielts",', '3 of 4'],
  ['breaks off', 'a@example.com,Ann,ielts', '3 of 4'],
])('a line that %s is refused alone, with the number of its values', async (_, row, value) => {
  const titles = 'email,first_name,courses,Notes'
  for (const text of [`${titles}\n${row}\nb@example.com,Ben,,\n`, `${titles}\nb@example.com,Ben,,\n${row}`]) {
    const rows = await read(text)
    const line = text.endsWith(row) ? 3 : 2
    expect(rows).toHaveLength(2)
    expect(rows).toContainEqual({ line, problem: 'too_few_values', value })
    expect(rows).toContainEqual({ line: 5 - line, body: { email: 'b@example.com', first_name: 'Ben', courses: '' } })
  }
})

test('what was written so that a spreadsheet calculates nothing is read as it was', async () => {
  const names = ['=1+1', '-Ann', '@home', '+49', "'tis", "'=1", 'a;=1', "a;'=1", 'a\t+1', 'a\r\n\r\n@b', 'Ann']
  const file = names.map(name => `a@example.com,${csvCell(name)}\n`).join('')
  const rows = await read(`email,first_name\n${file}`)
  expect(rows.map(row => 'body' in row && row.body.first_name)).toEqual(names)
})

test.each([
  ['is misspelt', 'email,first_name,corses', 'is "corses" meant for courses?'],
  ['may be one of ours', 'email,first_name,Course name', 'is "Course name" meant for courses?'],
  ['stands twice', 'email,first_name,courses,Courses', 'the columns "courses" and "Courses" are one field, courses'],
  ['stands twice by another name', 'email,first_name,E-Mail', 'the columns "email" and "E-Mail" are one field, email'],
])('a title that %s is said before anything is done', async (_, titles, sentence) => {
  await expect(read(`${titles}\na@example.com,Ann,ielts,gmat\n`)).rejects.toThrow(`Nothing was done: ${sentence}`)
})

test('titles can be mapped, or left out; a title that is not there is said', async () => {
  const seen: string[] = []
  const onForeign = (titles: readonly string[]) => seen.push(...titles)
  const file = 'Mail address,Vorname,Corses,Team\na@example.com,Ann,ielts,Red\n'
  const renamed = new Map([
    ['mail address', 'email'],
    ['vorname', 'first_name'],
    ['corses', ''],
  ])
  const readBy = (renamed: ReadonlyMap<string, string>) =>
    Array.fromAsync(readRows(Readable.from([Buffer.from(file)]), 'csv', { renamed, onForeign }))
  expect(await readBy(renamed)).toEqual([{ line: 2, body: { email: 'a@example.com', first_name: 'Ann' } }])
  expect(seen).toEqual(['Corses', 'Team'])
  await expect(readBy(new Map([...renamed, ['phone', 'email']]))).rejects.toThrow('there is no column "phone"')
})

const ours = ['email', 'first_name', 'last_name', 'courses', 'tenure_months', 'external_ref', 'send_welcome_email']
const spoilt: Readonly<Record<string, (name: string) => string>> = {
  cased: name => name.toUpperCase(),
  padded: name => ` ${name}\t`,
  'in words': name => name.replaceAll('_', ' '),
  joined: name => name.replaceAll('_', ''),
  numbered: name => `${name}1`,
  'in brackets': name => `${name}[]`,
  'without a letter': name => name.slice(0, 2) + name.slice(3),
  'with a letter more': name => `${name}s`,
  'with two letters turned': name => name.slice(0, 1) + name.slice(2, 3) + name.slice(1, 2) + name.slice(3),
  twice: name => `${name},${name}`,
}

test.each(Object.entries(spoilt))('a title that is %s is taken or asked about, never left aside', async (_, spoil) => {
  for (const spoiled of ours) {
    const titles = ours.map(name => (name === spoiled ? spoil(name) : name)).join(',')
    const values = titles.split(',').map((_, index) => `value ${index}`)
    const rows = await read(`${titles}\n${values.join(',')}\n`).catch((error: Error) => error.message)
    if (typeof rows === 'string') expect(rows).toContain('Nothing was done')
    else {
      const [row] = rows
      const { values: kept } = sortFields(row && 'body' in row ? row.body : {}, readFieldName)
      expect([spoiled, [kept[spoiled]].flat()]).toEqual([spoiled, [`value ${ours.indexOf(spoiled)}`]])
    }
  }
})

test.each(Object.entries(theirNames))(
  'a title by which others name %s is taken or asked about',
  async (name, others) => {
    for (const other of others) {
      const rest = ours.filter(one => one !== name)
      const rows = await read(`${[other, ...rest]}\nmine,${rest}\n`).catch((error: Error) => error.message)
      if (typeof rows === 'string') expect(rows).toMatch(/Nothing was done: .*(meant for|there is no)/)
      else expect([other, rows[0] && 'body' in rows[0] && rows[0].body[name]]).toEqual([other, 'mine'])
      const beside = read(`${[other, ...ours]}\nmine,${ours}\n`)
      if (readFieldName(other).kind === 'perhaps') expect(await beside).toMatchObject([{ body: { [name]: name } }])
      else await expect(beside).rejects.toThrow(/Nothing was done: .*(are one field|meant for)/)
    }
  },
)

function cut(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size))
}

function read(text: string, format: Format = 'csv'): Promise<Row[]> {
  return Array.fromAsync(readRows(Readable.from(text === '' ? [] : [Buffer.from(text)]), format))
}
