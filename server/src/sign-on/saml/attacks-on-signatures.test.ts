import { describe } from 'vitest'
import { assertionOf, nameIdOf, responseOf, sign, successStatus } from '../../../test/saml.ts'
import {
  attack,
  evil,
  evilAssertion,
  evilWith,
  extensions,
  genuine,
  genuineAssertion,
  genuineSignature,
  honest,
  signedResponse,
  testAttacks,
  world,
} from '../../../test/saml-attacks.ts'

const wrapping = [
  attack(
    'the signed assertion moved into an Object of the signature',
    () => {
      const withObject = genuineSignature().replace(
        /<\/((?:ds:)?)Signature>$/,
        `<$1Object>${genuineAssertion()}</$1Object>$&`,
      )
      return responseOf(evilWith(withObject))
    },
    ...['signature_form', 'one_assertion', 'signature_place', 'signature', evil],
  ),
  attack(
    'the signed assertion moved into Extensions',
    () => responseOf(extensions(genuineAssertion()) + evilAssertion()),
    ...['one_assertion', 'signature_place', 'signature', evil],
  ),
  attack(
    'a signed response within another one',
    () => responseOf(extensions(signedResponse(assertionOf(), { id: '_inner' })) + evilAssertion()),
    ...['one_assertion', 'signature_place', 'signature', evil],
  ),
  attack(
    'the signed response within an evil one that refers to it',
    () => responseOf(evilAssertion() + signedResponse(assertionOf(), { id: '_inner' }), { id: '_outer' }),
    ...['one_assertion', 'signature_place', 'signature', evil],
  ),
  attack(
    'an evil one before the signed one',
    () => responseOf(evilAssertion() + genuineAssertion()),
    ...['one_assertion', 'signature', evil],
  ),
  attack(
    'an evil one after the signed one',
    () => responseOf(genuineAssertion() + evilAssertion()),
    ...['one_assertion', 'signature', evil],
  ),
  attack(
    'an evil one beside the signed one, in another namespace',
    () => responseOf(genuineAssertion() + evilAssertion().replace('SAML:2.0:assertion"', 'SAML:1.0:assertion"')),
    ...['one_assertion', 'signature', 'issuer', 'audience', 'times', 'confirmation', 'answer', 'hint'],
  ),
  attack(
    'the signed one as advice within an evil one',
    () =>
      responseOf(
        assertionOf({ id: '_evil', nameId: nameIdOf(evil), more: `<saml:Advice>${genuineAssertion()}</saml:Advice>` }),
      ),
    ...['one_assertion', 'signature_place', 'signature', evil],
  ),
]

const signatures = [
  attack('no signature', () => responseOf(evilAssertion()), 'signature', evil),
  attack(
    'an empty signature',
    () => responseOf(evilWith('<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/>')),
    ...['signature_form', 'signature_place', 'signature', evil],
  ),
  attack(
    'a signature without a value',
    () => responseOf(evilWith(genuineSignature().replace(/(<(?:ds:)?SignatureValue>)[^<]*/, '$1'), '_assertion-1')),
    ...['signature_form', 'signature', evil],
  ),
  attack(
    'a signature by a certificate that it brings along',
    () => sign(responseOf(evilAssertion()), world.foreign),
    ...['signature', evil],
  ),
  attack(
    'the signature of another assertion',
    () => responseOf(evilWith(genuineSignature())),
    ...['signature_place', 'signature', evil],
  ),
  attack(
    'the signature of another assertion, by its id',
    () => responseOf(evilWith(genuineSignature(), '_assertion-1')),
    ...['signature', evil],
  ),
  attack(
    'a signature over another element',
    () => {
      const other = sign(responseOf(extensions('').replace('>', ' ID="_other">') + evilAssertion()), world.their, {
        over: 'Extensions',
      })
      const signature = /<Signature .*<\/Signature>/s.exec(other)?.[0] ?? ''
      return other.replace(signature, '').replace(/(<saml:Assertion .*?<\/saml:Issuer>)/s, `$1${signature}`)
    },
    ...['signature_place', 'signature', evil],
  ),
  attack(
    'an id that two elements have',
    () => responseOf(extensions('<x xmlns="urn:x" Id="_assertion-1"/>') + genuineAssertion().replaceAll(honest, evil)),
    ...['ids', 'signature', evil],
  ),
  attack(
    'a second SignedInfo',
    () => {
      const info = /<SignedInfo>.*<\/SignedInfo>/s.exec(genuine())?.[0] ?? ''
      return genuine()
        .replace(info, info.replace(/(<DigestValue>)[^<]*/, '$1AAAA') + info)
        .replaceAll(honest, evil)
    },
    ...['signature_form', 'signature', evil],
  ),
  attack(
    'a second Reference',
    () => {
      const reference = /<Reference .*<\/Reference>/s.exec(genuine())?.[0] ?? ''
      return genuine()
        .replace(reference, reference + reference.replace('#_assertion-1', '#_response-1'))
        .replaceAll(honest, evil)
    },
    ...['signature_form', 'signature_place', 'signature', evil],
  ),
  attack(
    'a comment in the digest',
    () => genuine().replace('<DigestValue>', '<DigestValue><!--AAAA-->').replaceAll(honest, evil),
    ...['signature_form', 'signature', evil],
  ),
  attack(
    'the same signature twice',
    () =>
      genuine()
        .replace(genuineSignature(), signature => signature + signature)
        .replaceAll(honest, evil),
    ...['signature_place', 'signature', evil],
  ),
  attack(
    'a signed response, with an assertion that somebody else signed',
    () => signedResponse(sign(assertionOf(), world.foreign)),
    ...['signature', honest],
  ),
  attack(
    'a second Signature, in another namespace',
    () => genuine().replace('<Signature ', '<x:Signature xmlns:x="urn:x"/><Signature ').replaceAll(honest, evil),
    ...['signature_form', 'signature_place', 'signature', evil],
  ),
  attack(
    'a signed response that was changed, its assertion signed too',
    () =>
      signedResponse(genuineAssertion())
        .replace(successStatus, `${successStatus}<!-- -->`)
        .replace('Version="2.0" I', 'Version="2.0" x="" I'),
    ...['signature', honest],
  ),
]

const sha1 = 'http://www.w3.org/2000/09/xmldsig#sha1'
const rsaSha1 = 'http://www.w3.org/2000/09/xmldsig#rsa-sha1'
const transform = (algorithm: string, content = '') =>
  genuine().replace('<Transforms>', `<Transforms><Transform Algorithm="${algorithm}">${content}</Transform>`)

const algorithms = [
  attack(
    'SHA-1',
    () => sign(responseOf(assertionOf()), world.their, { method: rsaSha1, digest: sha1 }),
    'algorithms',
    honest,
  ),
  attack(
    'a digest by SHA-1',
    () => sign(responseOf(assertionOf()), world.their, { digest: sha1 }),
    'algorithms',
    honest,
  ),
  attack(
    'a signature by SHA-1',
    () => sign(responseOf(assertionOf()), world.their, { method: rsaSha1 }),
    'algorithms',
    honest,
  ),
  attack(
    'HMAC keyed by the certificate',
    () =>
      sign(responseOf(evilAssertion()), world.their, {
        method: 'http://www.w3.org/2000/09/xmldsig#hmac-sha1',
        hmacSecret: world.their.certificate,
      }),
    ...['algorithms', 'signature', evil],
  ),
  attack(
    'a transform by XPath',
    () =>
      transform('http://www.w3.org/TR/1999/REC-xpath-19991116', '<XPath>self::nothing</XPath>').replaceAll(
        honest,
        evil,
      ),
    ...['algorithms', 'signature_form', 'signature', evil],
  ),
  attack(
    'a transform by XSLT',
    () => transform('http://www.w3.org/TR/1999/REC-xslt-19991116').replaceAll(honest, evil),
    ...['algorithms', 'signature_form', 'signature', evil],
  ),
  attack(
    'canonicalization with comments',
    () =>
      sign(responseOf(assertionOf()), world.their, {
        transforms: [
          'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
          'http://www.w3.org/2001/10/xml-exc-c14n#WithComments',
        ],
      }),
    ...['algorithms', honest],
  ),
  attack(
    'canonicalization that is none, so that nothing is signed',
    () =>
      genuine()
        .replace(/(<CanonicalizationMethod Algorithm=")[^"]*/, '$1urn:nothing')
        .replaceAll(honest, evil),
    ...['algorithms', 'signature', evil],
  ),
]

describe.each(Object.entries({ wrapping, signatures, algorithms }))('%s', (_, attacks) => testAttacks(attacks))
