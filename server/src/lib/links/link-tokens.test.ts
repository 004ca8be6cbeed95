import { expect, test } from 'vitest'
import { createInvitationLinks } from './invitation-links.ts'
import { parseLinkToken } from './link-tokens.ts'
import { createPasswordLinks } from './password-links.ts'

const config = { secretKey: 'a secret key of the tests', publicUrl: 'https://learn.example.com' }
const invitations = createInvitationLinks(config)
const tokenOf = (url: string) => url.slice(url.lastIndexOf('/') + 1)

test('the link of an invitation opens it as it was sent last, and nothing else', () => {
  const url = invitations.mailedUrl(4160, 7)
  expect(url).toMatch(/^https:\/\/learn\.example\.com\/invitation\/4160\.[\w-]{43}$/)
  const token = tokenOf(url)
  expect(parseLinkToken(token)).toBe(4160)
  expect(invitations.opens(token, 4160, 7)).toBe(true)
  expect(invitations.opens(token, 4160, 8)).toBe(false)
  expect(invitations.opens(token, 4161, 7)).toBe(false)
  expect(invitations.opens(`${token}x`, 4160, 7)).toBe(false)
  expect(createInvitationLinks({ ...config, secretKey: 'another one' }).opens(token, 4160, 7)).toBe(false)
})

test('no link is good for another purpose', () => {
  const passwords = createPasswordLinks(config)
  expect(passwords.wayOf(tokenOf(invitations.mailedUrl(4160, 7)), 4160, 7)).toBeNull()
  expect(invitations.opens(tokenOf(passwords.mailedUrl(4160, 7)), 4160, 7)).toBe(false)
  expect(passwords.wayOf(tokenOf(passwords.mailedUrl(4160, 7)), 4160, 7)).toBe('mailed')
  expect(passwords.wayOf(tokenOf(passwords.shownUrl(4160, 7)), 4160, 7)).toBe('shown')
})

test.each(['', '4160', '4160.', `x.${'a'.repeat(43)}`, `4160.${'a'.repeat(42)}`, `4160.${'a'.repeat(43)}.b`])(
  '%j is no token',
  text => expect(parseLinkToken(text)).toBeNull(),
)
