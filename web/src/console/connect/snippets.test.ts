import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
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

describe.each(tools)('for %s', tool => {
  const snippet = writeSnippet(tool, setup)

  test('there is either code or a list of fields', () => {
    expect([snippet !== null, listFields(tool).length > 0].filter(Boolean)).toHaveLength(1)
  })

  test.runIf(snippet)('the code calls this server with the key, for a course that there is', () => {
    for (const part of ['https://learn.example.com/api/v1/provision/student/', setup.key, 'ielts'])
      expect(snippet).toContain(part)
    expect(snippet).toMatch(/external_ref/)
    expect(snippet).toContain(tool)
  })

  test.runIf(snippet === null)('the fields are those that a call takes', () => {
    expect(listFields(tool).map(({ field }) => field)).toEqual([
      'email',
      'first_name',
      'last_name',
      'courses',
      'external_ref',
      'source',
    ])
  })
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
