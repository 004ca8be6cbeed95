import { createVerify } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { SignedXml } from 'xml-crypto'
import { makeSamlWorld, now } from '../../../test/saml.ts'
import { beginSignOn, makeMessageId } from './begin-sign-on.ts'
import type { Outgoing } from './send.ts'

const { connection, our } = await makeSamlWorld()
const wish = { requestId: '_request-1', now, relay: 'target-9' }
const post = { post: 'https://idp.school.example/post' }

const queryOf = ({ url }: Outgoing) => new URL(url).searchParams
const xmlOf = (sent: Outgoing) =>
  inflateRawSync(Buffer.from(queryOf(sent).get('SAMLRequest') ?? '', 'base64')).toString()

test('an id is another one each time, and begins with no digit', () => {
  expect(makeMessageId()).toMatch(/^_[0-9a-f]{40}$/)
  expect(makeMessageId()).not.toBe(makeMessageId())
})

test('a request says who asks and where the answer goes, and nothing that a provider may choke on', () => {
  const sent = beginSignOn(connection, wish)
  expect(sent.url).toMatch(/^https:\/\/idp\.school\.example\/sso\?SAMLRequest=/)
  expect(queryOf(sent).get('RelayState')).toBe('target-9')
  expect(queryOf(sent).get('Signature')).toBeNull()
  expect(xmlOf(sent)).toBe(
    '<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_request-1" Version="2.0" IssueInstant="2026-12-01T10:00:00.000Z" Destination="https://idp.school.example/sso" ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" AssertionConsumerServiceURL="https://usher.example.com/sso/7/acs"><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">https://usher.example.com/sso/7</saml:Issuer></samlp:AuthnRequest>',
  )
  expect(xmlOf(beginSignOn(connection, { ...wish, forceAuthn: true }))).toContain(' ForceAuthn="true"')
})

test('it is signed where the provider wants it, over what stands in the address', () => {
  const theirs = {
    ...connection.theirs,
    wantsSignedRequests: true,
    signOn: { redirect: 'https://idp.school.example/?idp=7', ...post },
  }
  const { url } = beginSignOn({ ...connection, theirs }, { ...wish, relay: "it's & so" })
  expect(url).toMatch(/^https:\/\/idp\.school\.example\/\?idp=7&SAMLRequest=/)
  const signed = /SAMLRequest=[^&]+&RelayState=[^&]+&SigAlg=[^&]+/.exec(url)?.[0] ?? ''
  const signature = new URL(url).searchParams.get('Signature') ?? ''
  expect(createVerify('sha256').update(signed).verify(our.certificate, signature, 'base64')).toBe(true)
  expect(new URL(url).searchParams.get('RelayState')).toBe("it's & so")
})

test('where only a form is taken it is one, signed within', () => {
  const theirs = { ...connection.theirs, wantsSignedRequests: true, signOn: post }
  const sent = beginSignOn({ ...connection, theirs }, wish)
  if (sent.binding !== 'post') throw new Error('it is no form')
  expect(sent).toMatchObject({ url: post.post, fields: { RelayState: 'target-9' } })
  const xml = Buffer.from(sent.fields.SAMLRequest ?? '', 'base64').toString()
  const signer = new SignedXml({ publicCert: our.certificate })
  signer.loadSignature(/<Signature .*<\/Signature>/s.exec(xml)?.[0] ?? '')
  expect(signer.checkSignature(xml)).toBe(true)
  expect(xml).toMatch(/<\/saml:Issuer><Signature /)
})

test('a relay state is short', () => {
  expect(() => beginSignOn(connection, { ...wish, relay: 'x'.repeat(81) })).toThrow(RangeError)
})
