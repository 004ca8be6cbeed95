import { createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { at, makeTestKey, now } from '../../../test/saml.ts'
import { type Certificate, expiryWarning, partCertificates, readCertificate } from './certificates.ts'
import { makeKey } from './make-key.ts'

const day = 24 * 60 * 60
const until = async (days: number) => readCertificate((await makeTestKey(-day, days * day)).certificate) as Certificate

/** Certificates that end after so many days. */
const [in6, in61, over] = await Promise.all([until(6), until(61), until(-1)])

test('a key that we make is what its certificate says', async () => {
  const name = 'Usher, Acme Prep (ünïcode)'
  const key = await makeKey({ name, notBefore: new Date(at(0)), notAfter: new Date('2055-01-01T00:00:00Z') })
  const certificate = new X509Certificate(key.certificate)
  expect(certificate.subject).toBe(`CN=${name.replace(',', '\\,')}`)
  expect(certificate.validFromDate).toEqual(now)
  expect(certificate.validToDate).toEqual(new Date('2055-01-01T00:00:00Z'))
  expect(certificate.verify(certificate.publicKey)).toBe(true)
  expect(certificate.publicKey.equals(createPublicKey(key.privateKey))).toBe(true)
})

test('a certificate is read with its frame and without, in lines and as one', () => {
  const bare = in6.pem.replace(/-----[^-]+-----|\s/g, '')
  for (const text of [in6.pem, bare, ` ${bare.replace(/.{64}/g, '$&\r\n')} `])
    expect(readCertificate(text)).toEqual(in6)
})

test('what is none is told from what cannot be checked', () => {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const ofCurve = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  for (const text of ['', 'x', 'AAAA', ofCurve, 'é']) expect(readCertificate(text)).toBe('certificate_unreadable')
  expect(readCertificate(onCurve)).toBe('certificate_not_rsa')
})

test('one that has ended does not count, unless it is set to', () => {
  expect(partCertificates([in6, over], now, false)).toEqual({ counting: [in6], ended: [over] })
  expect(partCertificates([in6, over], now, true)).toEqual({ counting: [in6, over], ended: [] })
})

test.each([
  [61, null],
  [60, 60],
  [31, 60],
  [30, 30],
  [8, 30],
  [7, 7],
  [0.1, 7],
  [0, 0],
  [-1, 0],
])('with %d days left the warning of %s days is due', (days, within) => {
  const later = new Date(in61.notAfter.getTime() - days * day * 1000)
  expect(expiryWarning([in6, in61], later)?.within ?? null).toBe(within)
})

test('nobody comes in where there is no certificate', () => {
  expect(expiryWarning([], now)).toMatchObject({ within: 0 })
})

const onCurve =
  'MIIBkTCCATegAwIBAgIUdUWa47NxGlp3PZ13h5Go03re5/owCgYIKoZIzj0EAwIwHTEbMBkGA1UEAwwSaWRwLnNjaG9vbC5leGFtcGxlMCAXDTI2MTEyOTEwMjIxM1oYDzIxMjYxMTA1MTAyMjEzWjAdMRswGQYDVQQDDBJpZHAuc2Nob29sLmV4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAR1YPaL1FwYLxyo7yamUo/47+QtvOzMEbmvCg1aP8pp0oF3IeFj8RA463g1mc+6XXnx5QVtrAPk4VpEif0pnA4mo1MwUTAdBgNVHQ4EFgQUoYHY4JAAChn+N8AjfTycF/wu4+cwHwYDVR0jBBgwFoAUoYHY4JAAChn+N8AjfTycF/wu4+cwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiAd75gOVNEfo/uYR8L9rQSboDu/2GKO+2cdlC900vR00wIhAJKtF5ZLkYGC+xInYys4tO7EWgmloYlNK8x6X54LZmRI'
