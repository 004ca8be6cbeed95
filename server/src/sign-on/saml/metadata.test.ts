import { expect, test } from 'vitest'
import { at, connectionOf, makeSamlWorld, makeTestKey, now } from '../../../test/saml.ts'
import { type Certificate, readCertificate } from './certificates.ts'
import { ourMetadata } from './our-metadata.ts'
import { type Metadata, readMetadata, renewed } from './read-metadata.ts'
import { bulkOfMetadata, parseXml } from './xml.ts'

const { their, our, foreign } = await makeSamlWorld()
const bare = (pem: string) => pem.replace(/-----[^-]+-----|\s/g, '')
const certificateOf = (pem: string) => readCertificate(pem) as Certificate

const key = (pem: string, use = ' use="signing"', chain = '') =>
  `<KeyDescriptor${use}><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>\n${bare(pem)}\n</ds:X509Certificate>${chain}</ds:X509Data></ds:KeyInfo></KeyDescriptor>`
const service = (name: string, binding: string, location: string, more = '') =>
  `<${name} Binding="urn:oasis:names:tc:SAML:2.0:bindings:${binding}" Location="${location}"${more}/>`
const signOn = (location = 'https://idp.school.example/sso?a=1&amp;b=2') =>
  service('SingleSignOnService', 'HTTP-Redirect', location)
const provider = (content: string, entityId = 'https://idp.school.example/saml', wants = '') =>
  `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${entityId}"><IDPSSODescriptor${wants} protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">${content}</IDPSSODescriptor></EntityDescriptor>`
const read = (xml: string) => readMetadata(Buffer.from(xml))

test('a provider says where people go, by which keys it signs, and what it wants', () => {
  const logout = service(
    'SingleLogoutService',
    'HTTP-POST',
    'https://idp.school.example/slo',
    ' ResponseLocation="https://idp.school.example/slo-answer"',
  )
  const post = service('SingleSignOnService', 'HTTP-POST', 'https://idp.school.example/sso-post')
  const soap = service('SingleSignOnService', 'SOAP', 'https://idp.school.example/soap')
  const keys = key(their.certificate) + key(foreign.certificate, '') + key(our.certificate, ' use="encryption"')
  const xml = `\ufeff<?xml version="1.0" encoding="utf-8"?>\n${provider(keys + logout + soap + signOn() + post, undefined, ' WantAuthnRequestsSigned="true"')}`
  expect(read(xml)).toEqual({
    entityId: 'https://idp.school.example/saml',
    signOn: { redirect: 'https://idp.school.example/sso?a=1&b=2', post: 'https://idp.school.example/sso-post' },
    logout: { post: 'https://idp.school.example/slo' },
    logoutAnswers: { post: 'https://idp.school.example/slo-answer' },
    certificates: [certificateOf(their.certificate), certificateOf(foreign.certificate)],
    wantsSignedRequests: true,
  })
})

test('the one provider of several entities is taken, and of a chain the first certificate', () => {
  const chain = `<ds:X509Certificate>${bare(foreign.certificate)}</ds:X509Certificate>`
  const service = '<EntityDescriptor entityID="https://sp.example"><SPSSODescriptor/></EntityDescriptor>'
  const both = `<EntitiesDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata">${service}${provider(key(their.certificate, '', chain) + signOn())}</EntitiesDescriptor>`
  expect(read(both)).toMatchObject({
    entityId: 'https://idp.school.example/saml',
    certificates: [certificateOf(their.certificate)],
    wantsSignedRequests: false,
  })
})

const right = key(their.certificate) + signOn()

test.each([
  ['too_large', provider(right) + ' '.repeat(100_000)],
  ['forbidden_markup', `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>${provider(right)}`],
  ['not_xml', provider(right).slice(0, -2)],
  ['not_metadata', '<html/>'],
  [
    'no_provider',
    '<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="x"><SPSSODescriptor/></EntityDescriptor>',
  ],
  [
    'several_providers',
    `<EntitiesDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata">${provider(right)}${provider(right)}</EntitiesDescriptor>`,
  ],
  ['no_entity_id', provider(right, '')],
  ['no_sign_on_address', provider(key(their.certificate))],
  ['bad_address', provider(key(their.certificate) + signOn('javascript:alert(1)'))],
  ['bad_address', provider(key(their.certificate) + signOn('http://idp.school.example/sso'))],
  ['bad_address', provider(right + service('SingleLogoutService', 'HTTP-POST', 'data:text/html,x'))],
  ['no_certificate', provider(signOn())],
  ['no_certificate', provider(key(their.certificate, ' use="encryption"') + signOn())],
  ['certificate_unreadable', provider(key('AAAA') + signOn())],
])('what is wrong is told: %s', (problem, xml) => {
  expect(read(xml)).toEqual([problem])
})

test('bytes that are not UTF-8 are not metadata', () => {
  expect(readMetadata(Buffer.from([0xff, 0xfe, 0x3c, 0x00]))).toEqual(['not_utf8'])
})

test('what people write beside it does no harm', () => {
  expect(read(provider('<!-- from the manual -->'.repeat(100) + right))).toMatchObject({
    entityId: 'https://idp.school.example/saml',
  })
})

test('all problems are told at once', () => {
  expect(read(provider('', ''))).toEqual(['no_entity_id', 'no_sign_on_address', 'no_certificate'])
})

test('a provider on this machine is taken without encryption', () => {
  expect(read(provider(key(their.certificate) + signOn('http://localhost:8080/sso')))).toMatchObject({
    signOn: { redirect: 'http://localhost:8080/sso' },
  })
})

test('ours names this connection alone, with the key of now and the next one', () => {
  const connection = connectionOf([their], our)
  const entityId = 'https://usher.example.com/sso/7?a=1&b="'
  const ours = { ...connection.ours, entityId, keys: [our, foreign] as const }
  const xml = ourMetadata({ ...connection, ours })
  const root = parseXml(xml, bulkOfMetadata)
  expect(root.getAttribute('entityID')).toBe(entityId)
  const uses = [...xml.matchAll(/KeyDescriptor use="(\w+)"/g)].map(([, use]) => use)
  expect(uses).toEqual(['signing', 'encryption', 'signing', 'encryption'])
  for (const { certificate } of [our, foreign]) expect(xml).toContain(bare(certificate))
  expect(xml).toContain('Location="https://usher.example.com/sso/7/acs"')
  expect(xml).not.toContain('cbc')
  expect(ourMetadata({ ...connection, ours: { ...ours, takesEncrypted: false } })).not.toContain('encryption')
})

test('metadata that is fetched anew brings new keys, and never takes the last one that lasts', async () => {
  const fetched = read(provider(right)) as Metadata
  const [old, ended] = (await Promise.all([makeTestKey(), makeTestKey(-20, -10)])).map(made =>
    certificateOf(made.certificate),
  ) as [Certificate, Certificate]
  const known = { ...fetched, certificates: [old, ended] }
  expect(renewed(known, fetched, now)?.certificates).toEqual(fetched.certificates)
  expect(renewed(known, { ...fetched, certificates: [ended] }, now)?.certificates).toEqual([ended, old])
  expect(renewed(known, { ...fetched, entityId: 'https://idp.other.example' }, now)).toBeNull()
  expect(renewed(known, { ...fetched, certificates: [ended] }, new Date(at(-15)))?.certificates).toEqual([ended])
})

test('what it does not say when it is fetched anew stays as it was entered', () => {
  const silent = read(provider(key(their.certificate) + signOn())) as Metadata
  const slo = { redirect: 'https://idp.school.example/slo' }
  const answers = { redirect: 'https://idp.school.example/slo-answer' }
  const known = { ...silent, wantsSignedRequests: true, logout: slo, logoutAnswers: answers }
  expect(renewed(known, silent, new Date())).toEqual(known)
  const elsewhere = { redirect: 'https://idp.school.example/out' }
  expect(renewed(known, { ...silent, logout: elsewhere }, new Date())).toMatchObject({
    logout: elsewhere,
    logoutAnswers: {},
  })
  expect(renewed(silent, known, new Date())).toEqual(known)
})
