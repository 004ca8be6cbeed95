import { expect, test } from 'vitest'
import { missingSettings, welcomeText } from './welcome-text.ts'

const complete = {
  production: true,
  smtpUrl: 'smtps://mail.example.com',
  publicUrl: 'https://learn.example.com',
  publicUrlGiven: true,
}
const localhost = { publicUrl: 'http://localhost:3000', publicUrlGiven: false }

test.each([
  ['all is set', complete, []],
  ['mails go nowhere', { ...complete, smtpUrl: null }, [/^SMTP_URL is not set/]],
  [
    'links lead nowhere',
    { ...complete, ...localhost },
    [/^PUBLIC_URL is not set: links begin with http:\/\/localhost:3000/],
  ],
  ['nothing is set', { ...complete, smtpUrl: null, ...localhost }, [/^SMTP_URL/, /^PUBLIC_URL/]],
  ['nothing is set, to try it', { ...localhost, smtpUrl: null, production: false }, []],
])('a start says what is missing when %s', (_, config, sentences) => {
  expect(missingSettings(config)).toEqual(sentences.map(sentence => expect.stringMatching(sentence)))
})

test('where there is no organization, a start says how to make one', () => {
  const start = { url: 'https://learn.example.com', notes: [], demo: null }
  expect(welcomeText({ ...start, keepsMails: true, isEmpty: true })).toContain('`npx usher org create --help`')
  expect(welcomeText({ ...start, keepsMails: true, isEmpty: false })).toBe(
    'Usher is ready at https://learn.example.com\n',
  )
})
