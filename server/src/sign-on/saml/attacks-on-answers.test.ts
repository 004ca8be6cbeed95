import { describe } from 'vitest'
import {
  assertionOf,
  at,
  attributeOf,
  conditionsOf,
  confirmationOf,
  nameIdOf,
  responseOf,
  sign,
  statementOf,
  successStatus,
} from '../../../test/saml.ts'
import {
  attack,
  evil,
  evilAssertion,
  genuine,
  genuineAssertion,
  honest,
  signed,
  signedResponse,
  testAttacks,
  world,
} from '../../../test/saml-attacks.ts'

const other = 'https://usher.example.com/sso/8'

const forSomebodyElse = [
  attack('another audience', () => signed({ conditions: conditionsOf('', other) }), 'audience', honest),
  attack(
    'two audiences that must both be met, one of them another',
    () =>
      signed({
        conditions: conditionsOf(
          `<saml:AudienceRestriction><saml:Audience>${other}</saml:Audience></saml:AudienceRestriction>`,
        ),
      }),
    ...['audience', honest],
  ),
  attack(
    'no audience',
    () => signed({ conditions: `<saml:Conditions NotOnOrAfter="${at(300)}"/>` }),
    'audience',
    honest,
  ),
  attack(
    'several assertions, of which one passes',
    () => {
      const another = assertionOf({ id: '_another', nameId: nameIdOf(evil), conditions: conditionsOf('', other) })
      return responseOf(sign(another, world.their) + genuineAssertion())
    },
    ...['one_assertion', 'signature', 'audience', evil],
  ),
  attack(
    'another recipient',
    () => signed({ confirmation: confirmationOf({ recipient: `${other}/acs` }) }),
    'confirmation',
    honest,
  ),
  attack('no recipient', () => signed({ confirmation: confirmationOf({ recipient: null }) }), 'confirmation', honest),
  attack('another destination', () => signed({}, { destination: `${other}/acs` }), 'destination', honest),
  attack(
    'no destination where the response is signed',
    () => signedResponse(assertionOf(), { destination: null }),
    'destination',
    honest,
  ),
  attack('another issuer', () => signed({ issuer: 'https://idp.other.example' }), 'issuer', honest),
  attack(
    'another issuer of the response alone',
    () => signed({}, { issuer: 'https://idp.other.example' }),
    'issuer',
    honest,
  ),
  attack(
    'what the same provider says to another connection',
    () =>
      signed(
        {
          conditions: conditionsOf('', other),
          confirmation: confirmationOf({ recipient: `${other}/acs`, inResponseTo: '_theirs' }),
        },
        { destination: `${other}/acs`, inResponseTo: '_theirs' },
      ),
    ...['destination', 'audience', 'confirmation', 'request', honest],
  ),
]

const times = [
  attack('expired', () => signed({ conditions: conditionsOf('', undefined, at(-600), at(-120)) }), 'times', honest),
  attack('not yet', () => signed({ conditions: conditionsOf('', undefined, at(121)) }), 'times', honest),
  attack('no times', () => signed({ conditions: conditionsOf().replace(/ Not[^=]*="[^"]*"/g, '') }), 'times', honest),
  attack('a time that is none', () => signed({ conditions: conditionsOf('', undefined, 'soon') }), 'times', honest),
  attack(
    'a confirmation that expired',
    () => signed({ confirmation: confirmationOf({ until: at(-120) }) }),
    'confirmation',
    honest,
  ),
  attack(
    'a confirmation without an end',
    () => signed({ confirmation: confirmationOf({ until: null }) }),
    'confirmation',
    honest,
  ),
  attack(
    'a session that is over',
    () => signed({ statement: statementOf(at(-10), at(-120)) }),
    'authentication',
    honest,
  ),
  attack(
    'somebody who was not looked at anew',
    () => signed({ statement: statementOf(at(-121)) }),
    'authentication',
    honest,
  ),
]

const onlyOnce = [
  { ...attack('the same assertion again', genuine, 'replay', honest), used: new Set(['_assertion-1']) },
  attack(
    'the answer to a request that is not, or was answered',
    () => signed({ confirmation: confirmationOf({ inResponseTo: '_used' }) }, { inResponseTo: '_used' }),
    ...['request', honest],
  ),
  attack('an answer with its request cut off', () => signed({}, { inResponseTo: null }), 'answer', honest),
  attack('an answer turned to another request', () => signed({}, { inResponseTo: '_theirs' }), 'answer', honest),
  attack(
    'a request that the assertion does not know',
    () => signed({ confirmation: confirmationOf({ inResponseTo: null }) }),
    'answer',
    'hint',
  ),
]

const declared = (declaration: string, name = honest) =>
  `<!DOCTYPE samlp:Response ${declaration}>${signed({ nameId: nameIdOf(honest) }).replace(honest, name)}`

const manyNamespaces = (times: number) => Array.from({ length: times }, (_, at) => ` xmlns:a${at}="u"`).join('')

const markup = [
  attack('a DOCTYPE', () => declared(''), 'markup', honest),
  attack(
    'an external entity',
    () => declared('[<!ENTITY x SYSTEM "file:///etc/passwd">]', '&x;'),
    'markup',
    'xml',
    'for good: not_xml',
  ),
  attack(
    'an entity bomb',
    () => declared('[<!ENTITY a "b"><!ENTITY c "&a;&a;">]', '&c;'),
    'markup',
    'xml',
    'for good: not_xml',
  ),
  attack(
    'a processing instruction',
    () => signed({}).replace(successStatus, `${successStatus}<?x y?>`),
    'markup',
    honest,
  ),
  attack('another encoding', () => `<?xml version="1.0" encoding="UTF-7"?>${genuine()}`, 'markup', honest),
  attack(
    'depth without end',
    () => genuine().replace(successStatus, `$&${'<a>'.repeat(50)}${'</a>'.repeat(50)}`),
    'xml',
    'for good: not_xml',
  ),
  attack(
    'elements without number',
    () => genuine().replace(successStatus, `$&${'<a/>'.repeat(2000)}`),
    'xml',
    'for good: not_xml',
  ),
  attack(
    'attributes without number',
    () => genuine().replace(' Version', `${manyNamespaces(4000)} Version`),
    'xml',
    'for good: not_xml',
  ),
  attack(
    'comments without number',
    () => genuine().replace(successStatus, `$&${'<!---->'.repeat(51)}`),
    'xml',
    'for good: not_xml',
  ),
  attack(
    'prefixes without number',
    () =>
      genuine()
        .replace(
          /(<Transform Algorithm="[^"]*exc-c14n#")\/>/,
          `$1><InclusiveNamespaces xmlns="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="${'a '.repeat(300)}"/></Transform>`,
        )
        .replaceAll(honest, evil),
    ...['signature_form', 'signature', evil],
  ),
  attack(
    'a control character',
    () => responseOf(evilAssertion().replace(evil, `${evil}\u0001`)),
    'xml',
    'for good: not_xml',
  ),
  attack('something after the end', () => `${genuine()}more`, 'xml', 'for good: not_xml'),
  attack('10 MB', () => genuine() + ' '.repeat(10_000_000), 'size', honest),
]

const meanings = [
  attack(
    'a request in place of a response',
    () => genuine().replaceAll('samlp:Response', 'samlp:AuthnRequest'),
    'message',
    'one_assertion',
    'signature',
    honest,
  ),
  attack(
    'two confirmations, one for somebody else',
    () => signed({ confirmation: confirmationOf() + confirmationOf({ recipient: other }) }),
    ...['confirmation', 'answer', 'hint'],
  ),
  attack(
    'two subjects',
    () => signed({ more: `<saml:Subject>${nameIdOf(evil)}</saml:Subject>` }),
    ...['confirmation', 'answer', 'hint'],
  ),
  attack('two statements', () => signed({ statement: statementOf() + statementOf() }), 'authentication', honest),
  attack(
    'two issuers of the response',
    () => signed({}).replace(/<saml:Issuer .*?<\/saml:Issuer>/, '$&$&'),
    ...['issuer', honest],
  ),
  attack('SAML 1.1', () => signed({}, { version: '1.1' }), 'message', honest),
  attack(
    'an answer that says no',
    () => signed({}, { status: successStatus.replace('Success', 'Requester') }),
    ...['status', honest],
  ),
  attack(
    'a condition that nobody knows',
    () => signed({ conditions: conditionsOf('<saml:Condition/>') }),
    'conditions',
    honest,
  ),
  attack(
    'one who must hold a key',
    () => signed({ confirmation: confirmationOf({ method: 'holder-of-key' }) }),
    'confirmation',
    'answer',
    'hint',
  ),
  attack('no statement that somebody was looked at', () => signed({ statement: '' }), 'authentication', honest),
  attack(
    'a transient name',
    () => signed({ nameId: nameIdOf(honest, 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient') }),
    ...['subject', honest],
  ),
  attack('two names', () => signed({ nameId: nameIdOf(honest) + nameIdOf(evil) }), 'name_id', 'subject', ''),
  attack(
    'two values where one is wanted',
    () => signed({ attributes: attributeOf('email', 'ida@school.example', 'root@school.example') }),
    ...['claims', 'for good: claim_doubled'],
  ),
]

describe.each(Object.entries({ forSomebodyElse, times, onlyOnce, markup, meanings }))('%s', (_, attacks) =>
  testAttacks(attacks),
)
