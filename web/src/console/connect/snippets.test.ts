import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { listFields } from './fields.ts'
import { writeSnippet } from './snippets.ts'
import { type Setup, tools } from './tools.ts'

const setup: Setup = {
  origin: 'https://learn.example.com',
  key: 'usher_live_4Fh0aB2c',
  email: 'jane@example.com',
  course: 'ielts',
  courses: ['ielts', 'gmat'],
}

const coded = tools.filter(tool => writeSnippet(tool, setup) !== null)
const listed = tools.filter(tool => !coded.includes(tool))

test.each(tools)('for %s there is either code or a list of fields', tool => {
  expect(listFields(tool).length > 0).toBe(listed.includes(tool))
})

test.each(coded)('the code for %s calls this server with the key, for a course that there is', tool => {
  const snippet = writeSnippet(tool, setup)
  for (const part of ['https://learn.example.com/api/v1/provision/student/', setup.key, 'ielts'])
    expect(snippet).toContain(part)
  expect(snippet).toMatch(/external_ref/)
  expect(snippet).toContain(tool)
})

test.each(listed)('the fields for %s are those that a call takes', tool => {
  expect(listFields(tool).map(({ field }) => field)).toEqual([
    'email',
    'first_name',
    'last_name',
    'courses',
    'external_ref',
    'source',
  ])
})

test('the code for a shop knows every course', () => {
  expect(writeSnippet('woocommerce', setup)).toContain("$known = ['ielts', 'gmat'];")
})

test('what is typed stays text, whatever it is', () => {
  const email = `o'neil"\${x}\\'; touch x; #@example.com`
  const sh = writeSnippet('curl', { ...setup, email })?.replace('curl', "printf '%s\\n'") ?? ''
  expect(spawnSync('sh', ['-c', sh], { encoding: 'utf8' }).stdout).toContain(`\nemail=${email}\n`)
  const js = writeSnippet('javascript', { ...setup, email }) ?? ''
  const spied = `globalThis.fetch = async (_, { body }) => { console.log(JSON.parse(body).email); return { json: () => 0 } }\n${js}`
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', spied], { encoding: 'utf8' })
  expect(run.stdout.split('\n')[0]).toBe(email)
  const inPhp = email.replaceAll('\\', '\\\\').replaceAll("'", "\\'")
  expect(writeSnippet('php', { ...setup, email })).toContain(`'${inPhp}'`)
})
