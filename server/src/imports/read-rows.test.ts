import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { readFieldName } from '../dialects/student/fields.ts'
import { csvCell } from '../lib/csv-cell.ts'
import { sortFields } from '../lib/sent-fields.ts'
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
  ['is empty', '', 'Nothing was done: the first line must name the columns; there is no "email" and no "first_name".'],
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
