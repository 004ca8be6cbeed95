import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { followUsher, runUsher } from '../../test/run-usher.ts'

let db: TestDatabase
let folder: string

beforeAll(async () => {
  db = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'usher-import-'))
  await db.database.pool.query(`
    insert into organizations (id, path, name, slug) values (1, '{1}', 'Acme Prep', 'acme-prep');
    insert into courses (organization_id, name, display_name, access_months) values
      (1, 'ielts', 'IELTS', 6), (1, 'gmat', 'GMAT', 12)`)
})
afterAll(async () => {
  await rm(folder, { recursive: true })
  await db.drop()
})

test('each line has its result in the order of the file, a refused one harms no other, and a second run is safe', async () => {
  const file = await write('spring students.csv', [
    'email,first_name,last_name,courses,tenure_months,external_ref',
    'asha@example.com,Asha,Rao,"ielts,gmat",,order-201',
    'ben@example.com,Ben,Okoro,ielts,3,order-202',
    'carla@example.com,,"Diaz, Ph. D.",pte,,order-203',
    'asha@example.com,Asha,Rao,gmat,,order-204',
  ])
  const [asha, ben] = [expect.stringMatching(/^\d+$/), expect.stringMatching(/^\d+$/)]

  const first = await provision(file)
  expect(first.status).toBe(1)
  expect(cells(first.stdout)).toEqual([
    ['line', 'email', 'result', 'user_id', 'message'],
    ['2', 'asha@example.com', 'created', asha, ''],
    ['3', 'ben@example.com', 'created', ben, ''],
    ['4', 'carla@example.com', 'refused', '', `"'first_name' is required; Unknown course type 'pte'"`.slice(1, -1)],
    ['5', 'asha@example.com', 'reused', asha, ''],
  ])
  expect(first.stderr).toMatch(/^4 lines in \d+\.\d s \(\d+ a second\): 2 created, 1 reused, 1 refused\n$/)
  expect(await enrollments()).toEqual(['asha@example.com gmat', 'asha@example.com ielts', 'ben@example.com ielts'])
  const { rows } = await db.database.pool.query(`select distinct source, ip from operations where kind = 'provision'`)
  expect(rows).toEqual([{ source: 'spring students.csv', ip: null }])

  const [mails, again] = [await countMails(), await provision(file)]
  expect(cells(again.stdout).map(line => line[2])).toEqual([
    'result',
    'already_provisioned',
    'already_provisioned',
    'refused',
    'already_provisioned',
  ])
  expect(await countMails()).toBe(mails)
})

test('a file comes through a pipe, too, and answers programs in JSON', async () => {
  const lines = [
    { email: 'dan@example.com', first_name: 'Dan', courses: ['ielts'] },
    { email: 'eve@example.com', first_name: 'Eve', courses: 'ielts', tenure_months: 'six' },
  ].map(line => JSON.stringify(line))
  const args = ['-', '--format', 'ndjson', '--json']
  const { stdout, stderr, status } = await provision(args, `${lines[0]}\nnothing\n${lines[1]}\n`)
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line)),
  ).toEqual([
    { line: 1, email: 'dan@example.com', result: 'created', user_id: expect.any(Number), message: '' },
    { line: 2, email: '', result: 'refused', user_id: null, message: expect.stringContaining('not readable') },
    {
      line: 3,
      email: 'eve@example.com',
      result: 'refused',
      user_id: null,
      message: "'tenure_months' must be a whole number",
    },
  ])
  expect(stderr).toContain('3 lines')
  expect(status).toBe(1)
})

test('a file comes as standard input, too', async () => {
  const file = await open(await write('input.csv', ['email,first_name', 'fay@example.com,Fay']))
  const { stdout, stderr, status } = await provision(['-', '--format', 'csv'], file)
  await file.close()
  expect(cells(stdout)[1]?.slice(0, 3)).toEqual(['2', 'fay@example.com', 'created'])
  expect(stderr).toMatch(/^1 line in /)
  expect(status).toBe(0)
})

test('with --no-welcome-email nobody is mailed, whatever the file says', async () => {
  const before = await countMails()
  const file = await write('quiet.csv', [
    'email,first_name,send_welcome_email',
    'gus@example.com,Gus,true',
    'hal@example.com,Hal,',
  ])
  expect(await provision([file, '--no-welcome-email'])).toMatchObject({ status: 0 })
  expect(await countMails()).toBe(before)
  const loud = await write('loud.csv', ['email,first_name,courses', 'gus@example.com,Gus,ielts'])
  expect(await provision(loud)).toMatchObject({ status: 0 })
  expect(await countMails()).toBe(before + 1)
})

test('a suspended enrollment is left as it is, and the line says so', async () => {
  const file = await write('ida.csv', ['email,first_name,courses', 'ida@example.com,Ida,"gmat,ielts"'])
  await provision(file)
  const args = ['--organization', 'acme-prep', '--email', 'ida@example.com', '--course', 'ielts']
  await runUsher(db.url, ['enrollment', 'suspend', ...args])
  const again = await provision(file)
  expect(again.stdout).toContain('ielts left as it is: suspended')
  expect(again.status).toBe(0)
})

test('where quotation marks do not pair, the lines before are done and have their results', async () => {
  const file = await write('broken.csv', [
    'email,first_name',
    'jan@example.com,Jan',
    'kim@example.com,"Kim',
    'lea@example.com,Lea',
  ])
  const { stdout, stderr, status } = await provision(file)
  expect(cells(stdout).map(line => line.slice(1, 3))).toEqual([
    ['email', 'result'],
    ['jan@example.com', 'created'],
  ])
  expect(stderr).toContain('usher: The file cannot be read from line 3 on: a quotation mark is missing there')
  expect(status).toBe(1)
})

test('when nobody reads the results any more, nothing more of the file is read, and what is done is said', async () => {
  const lines = Array.from({ length: 4000 }, (_, n) => `pipe${n}@example.com,Pia`)
  const file = await write('long.csv', ['email,first_name', ...lines])
  const usher = followUsher(db.url, ['provision', file, '--organization', 'acme-prep'])
  expect(await usher.nextLine()).toBe('line,email,result,user_id,message')
  const { stderr, status } = await usher.stopReading()
  const { rows } = await db.database.pool.query(`select count(*)::int as done from users where email like 'pipe%'`)
  const { done } = rows[0]
  expect(stderr).toMatch(/^\d+ lines in .*\n/)
  expect(stderr).toContain(
    `usher: The results cannot be written any more (EPIPE): ${done} lines are done, the rest of the file is not.\n`,
  )
  expect(done).toBeGreaterThan(0)
  expect(done).toBeLessThan(4000)
  expect(status).toBe(1)
})

test('a file as Excel writes it for itself is refused where it is not UTF-8, and the lines before are done', async () => {
  const file = join(folder, 'ansi.csv')
  const lines = 'email,first_name\nnia@example.com,Nia\njose@example.com,Jos\u00e9\nole@example.com,Ole\n'
  await writeFile(file, Buffer.from(lines, 'latin1'))
  const { stdout, stderr, status } = await provision(file)
  expect(cells(stdout).map(line => line.slice(1, 3))).toEqual([
    ['email', 'result'],
    ['nia@example.com', 'created'],
  ])
  expect(stderr).toContain(
    'usher: The file is not UTF-8: line 3 has a character in another encoding. Save it as UTF-8 (in Excel: "CSV UTF-8")',
  )
  expect(status).toBe(1)
})

test('a line of JSON longer than 64 kB is refused by its number', async () => {
  const long = JSON.stringify({ email: 'pam@example.com', first_name: 'x'.repeat(70_000) })
  const { stdout, status } = await provision(['-', '--format', 'ndjson', '--json'], `${long}\n`)
  expect(JSON.parse(stdout)).toMatchObject({ line: 1, result: 'refused', message: 'The body is larger than 64 kB' })
  expect(status).toBe(1)
})

test('what would be a formula in a spreadsheet is a text in the results', async () => {
  const file = await write('formulas.csv', [
    'email,first_name',
    '"=HYPERLINK(""https://example.com"")",Ann',
    '@SUM(A1),Ann',
  ])
  const { stdout } = await provision(file)
  expect(stdout).toContain(`\n2,"'=HYPERLINK(""https://example.com"")",refused,`)
  expect(stdout).toContain(`\n3,'@SUM(A1),refused,`)
  expect((await provision([file, '--json'])).stdout).toContain('"email":"@SUM(A1)"')
})

test.each([
  ['a file that is not there', ['nowhere.csv'], 1, 'There is no file nowhere.csv.'],
  ['a file of unknown kind', ['students.xlsx'], 2, 'Say what the file is: --format csv or --format ndjson.'],
  ['standard input of unknown kind', ['-'], 2, 'Say what the file is: --format csv or --format ndjson.'],
  ['standard input without columns', ['-', '--format', 'csv'], 2, 'there is no "email" and no "first_name".'],
  ['no file', [], 2, "missing required argument 'file'"],
])('%s is said in a sentence', async (_, args, status, sentence) => {
  const ran = await provision(args, '')
  expect(ran).toMatchObject({ status, stderr: expect.stringContaining(sentence) })
})

test('an unknown organization is said in a sentence', async () => {
  const file = await write('one.csv', ['email,first_name', 'max@example.com,Max'])
  const { stdout, stderr, status } = await runUsher(db.url, ['provision', file, '--organization', 'acme'])
  expect({ stdout, status }).toEqual({ stdout: '', status: 1 })
  expect(stderr).toContain('No organization has the slug "acme"')
})

function provision(file: string | string[], stdin: string | { fd: number } | null = null) {
  return runUsher(db.url, ['provision', ...[file].flat(), '--organization', 'acme-prep'], {}, stdin)
}

async function write(name: string, lines: string[]): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, `${lines.join('\n')}\n`)
  return file
}

/** Of a result without quotation marks. */
function cells(stdout: string): string[][] {
  return stdout
    .trimEnd()
    .split('\n')
    .map(line => line.split(','))
}

async function enrollments(): Promise<string[]> {
  const { rows } = await db.database.pool.query(`
    select email || ' ' || name as enrollment from enrollments
    join users on users.id = user_id join courses on courses.id = course_id order by 1`)
  return rows.map(row => row.enrollment)
}

async function countMails(): Promise<number> {
  const { rows } = await db.database.pool.query('select count(*)::int from messages')
  return rows[0].count
}
