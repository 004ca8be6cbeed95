/** What a response is checked for beside its signature, in the order in which it is: from the outside to the person. */

import { isName } from '../claims.ts'
import { wrong } from '../verdict.ts'
import { momentOf, type ReadAssertion } from './read-assertion.ts'
import { badForm, doubledId, signatureOf, strayedSignature, weakAlgorithm } from './signatures.ts'
import { assertionNs, bearer, encryptionNs, protocolNs, success, transientFormat } from './uris.ts'
import type { Check, Wrong } from './verdict.ts'
import { isAssertion, type Received } from './verify.ts'
import { attribute, children, type Element, elementsOf, is, markupProblem, plainText } from './xml.ts'

/** By so much a clock may be wrong. */
export const skewMs = 120_000

/** A request of ours that was waiting for its answer. */
export interface LiveRequest {
  readonly askedAt: Date
  /** Whether the provider was asked to look at the person anew. */
  readonly forced: boolean
}

export interface Signed extends Received {
  readonly assertion: ReadAssertion
}

export interface Answered extends Signed {
  /** Null: nobody asked. */
  readonly request: LiveRequest | null
  seen(assertionId: string, until: Date): Promise<boolean>
}

export const checksOfText: readonly Check<string>[] = [
  { name: 'markup', look: xml => orNull(markupProblem(xml), problem => wrong('forbidden_markup', problem)) },
]

export const checksOfDocument: readonly Check<Received>[] = [
  { name: 'message', look: ({ root }) => otherMessage(root, 'Response') },
  { name: 'status', look: ({ root }) => badStatus(root) },
  { name: 'algorithms', look: ({ root }) => weakAlgorithm(root) },
  { name: 'signature_form', look: ({ root }) => badForm(root) },
  { name: 'one_assertion', look: ({ root }) => notOneAssertion(root) },
  {
    name: 'signature_place',
    look: ({ root }) => strayedSignature(root, [root, ...children(root).filter(isAssertion)]),
  },
  { name: 'ids', look: ({ root }) => doubledId(root) },
  { name: 'encryption', look: ({ root }) => weakEncryption(root) },
]

export const checksOfAssertion: readonly Check<Signed>[] = [
  { name: 'destination', look: ({ root, connection }) => otherDestination(root, connection.ours.acsUrl) },
  { name: 'issuer', look: otherIssuer },
  { name: 'audience', look: otherAudience },
  { name: 'times', look: ({ assertion, now }) => outsideTimes(assertion.conditions, now, 'Conditions') },
  { name: 'conditions', look: unknownCondition },
  { name: 'confirmation', look: badConfirmation },
  { name: 'answer', look: twoAnswers },
]

export const checksOfAnswer: readonly Check<Answered>[] = [
  { name: 'authentication', look: badAuthentication },
  { name: 'replay', look: usedBefore },
  { name: 'name_id', look: ({ assertion: { nameId } }) => orNull(nameId === 'unreadable', badNameId) },
  { name: 'subject', look: noSubject },
]

/** The root element of this name, of SAML 2.0. */
export function otherMessage(root: Element, name: string): Wrong | null {
  if (!is(root, protocolNs, name)) return wrong('other_message', `it is a ${root.nodeName}, not a ${name}`)
  const version = attribute(root, 'Version')
  return version === '2.0' ? null : wrong('other_version', `its version is ${version}`)
}

function badStatus(root: Element): Wrong | null {
  const codes = children(root, protocolNs, 'Status').flatMap(elementsOf)
  const values = codes.flatMap(code => attribute(code, 'Value') ?? [])
  const [first, second] = values
  if (first === success && second === undefined) return null
  const said = codes.find(({ localName }) => localName === 'StatusMessage')?.textContent
  return wrong('provider_refused', [`the status is ${values.join(', ') || 'missing'}`, said].filter(Boolean).join(': '))
}

function notOneAssertion(root: Element): Wrong | null {
  const all = elementsOf(root)
  const [assertion, ...others] = all.filter(isAssertion)
  const isOne = assertion?.parentNode === root && assertion.namespaceURI === assertionNs && others.length === 0
  const responses = all.filter(({ localName }) => localName === 'Response')
  if (isOne && responses.length === 1) return null
  return wrong('not_one_assertion', 'the response does not hold one assertion, and nothing else that is called so')
}

const opening = {
  EncryptedData: ['aes128-gcm', 'aes256-gcm', 'aes128-cbc', 'aes256-cbc'],
  EncryptedKey: ['rsa-oaep-mgf1p'],
}

/** One key, one text, no way to fetch either, and none of the algorithms that give away what they hide. */
function weakEncryption(root: Element): Wrong | null {
  const [encrypted] = children(root, assertionNs, 'EncryptedAssertion')
  if (!encrypted) return null
  const all = elementsOf(encrypted).filter(({ namespaceURI }) => namespaceURI === encryptionNs)
  const isOnce = ['EncryptedData', 'EncryptedKey'].every(name => all.filter(one => one.localName === name).length === 1)
  const isHere = all.filter(one => one.localName === 'CipherValue').length === 2
  const methods = all.filter(one => one.localName === 'EncryptionMethod')
  const areStrong = methods.every(method => {
    const parent = (method.parentNode as Element).localName
    const algorithm = attribute(method, 'Algorithm')?.split('#')[1] ?? ''
    return parent in opening && opening[parent as keyof typeof opening].includes(algorithm)
  })
  // Any other the library takes for SHA-1, and cannot open what is there.
  const isDigestKnown = elementsOf(encrypted)
    .filter(({ localName }) => localName === 'DigestMethod')
    .every(digest => attribute(digest, 'Algorithm')?.endsWith('#sha1'))
  if (isOnce && isHere && methods.length === 2 && areStrong && isDigestKnown) return null
  const named = methods.map(method => attribute(method, 'Algorithm')).join(', ')
  return wrong('weak_encryption', `it is encrypted by ${named}; AES with RSA-OAEP (MGF1, SHA-1) is taken, once`)
}

/** Required where the message is signed: it is what keeps it from being sent elsewhere. */
export function otherDestination(root: Element, expected: string, isSigned = !!signatureOf(root)): Wrong | null {
  const destination = attribute(root, 'Destination')
  if (destination === expected || (destination === null && !isSigned)) return null
  return wrong('destination_other', `the destination is ${destination}; expected ${expected}`)
}

function otherIssuer({ root, assertion, connection }: Signed): Wrong | null {
  const expected = connection.theirs.entityId
  const ofResponse = children(root, assertionNs, 'Issuer').map(plainText)
  if (assertion.issuer === expected && ofResponse.every(issuer => issuer === expected) && ofResponse.length <= 1)
    return null
  return wrong('issuer_other', `the issuer is ${[...ofResponse, assertion.issuer].join(' and ')}; expected ${expected}`)
}

function otherAudience({ assertion, connection }: Signed): Wrong | null {
  const expected = connection.ours.entityId
  const restrictions = assertion.conditions ? children(assertion.conditions, assertionNs, 'AudienceRestriction') : []
  const audiences = restrictions.map(restriction => children(restriction, assertionNs, 'Audience').map(plainText))
  if (audiences.length > 0 && audiences.every(named => named.includes(expected))) return null
  return wrong('audience_other', `the audience is ${audiences.flat().join(', ') || 'missing'}; expected ${expected}`)
}

function outsideTimes(element: Element | null, now: Date, name: string): Wrong | null {
  const [from, until] = [momentOf(element, 'NotBefore'), momentOf(element, 'NotOnOrAfter')]
  if (!until || from === undefined) return wrong('time_missing', `${name} has no NotOnOrAfter, or a time that is none`)
  const stands = `it is ${now.toISOString()} here`
  if (from && from.getTime() > now.getTime() + skewMs)
    return wrong('not_yet', `${name} begins ${from.toISOString()}; ${stands}`)
  if (until.getTime() <= now.getTime() - skewMs)
    return wrong('expired', `${name} ended ${until.toISOString()}; ${stands}`)
  return null
}

function unknownCondition({ assertion }: Signed): Wrong | null {
  const known = ['AudienceRestriction', 'OneTimeUse', 'ProxyRestriction']
  const unknown = (assertion.conditions ? children(assertion.conditions) : []).find(
    ({ localName, namespaceURI }) => namespaceURI !== assertionNs || !known.includes(localName),
  )
  return unknown ? wrong('condition_unknown', `${unknown.nodeName} is a condition that is not known here`) : null
}

function badConfirmation({ assertion, connection, now }: Signed): Wrong | null {
  const { confirmation, confirmationMethods } = assertion
  if (!confirmation)
    return wrong('not_bearer', `expected one confirmation by ${bearer}; came ${confirmationMethods.join(', ')}`)
  const recipient = attribute(confirmation, 'Recipient')
  if (recipient !== connection.ours.acsUrl)
    return wrong('recipient_other', `the recipient is ${recipient}; expected ${connection.ours.acsUrl}`)
  return outsideTimes(confirmation, now, 'SubjectConfirmationData')
}

/** What it answers the signed assertion says; the response must say the same. */
function twoAnswers({ root, assertion: { confirmation } }: Signed): Wrong | null {
  const [ofResponse, ofAssertion] = [
    attribute(root, 'InResponseTo'),
    confirmation && attribute(confirmation, 'InResponseTo'),
  ]
  if (ofResponse === ofAssertion) return null
  return wrong('request_mismatch', `the response answers ${ofResponse}, the assertion ${ofAssertion}`)
}

function badAuthentication({ assertion, request, now }: Answered): Wrong | null {
  const { authnInstant, sessionEnds } = assertion
  if (!authnInstant || sessionEnds === undefined)
    return wrong('no_authentication', 'there is not one AuthnStatement with its AuthnInstant')
  if (sessionEnds && sessionEnds.getTime() <= now.getTime() - skewMs)
    return wrong('expired', `the session over there ended ${sessionEnds.toISOString()}`)
  const asked = request?.forced ? request.askedAt : null
  if (asked && authnInstant.getTime() < asked.getTime() - skewMs)
    return wrong(
      'authentication_old',
      `asked anew ${asked.toISOString()}; who came was looked at ${authnInstant.toISOString()}`,
    )
  return null
}

async function usedBefore({ assertion: { id, confirmation }, seen }: Answered): Promise<Wrong | null> {
  const until = momentOf(confirmation, 'NotOnOrAfter') ?? new Date(0)
  const wasThere = await seen(id, new Date(until.getTime() + skewMs))
  return wasThere ? wrong('used_before', `the assertion ${id} came before`) : null
}

function badNameId(): Wrong {
  return wrong('name_id_unreadable', 'NameID is not one text of 1 to 1,024 characters')
}

function noSubject({ assertion: { nameId, isNameEncrypted, attributes }, connection }: Answered): Wrong | null {
  const rule = connection.subject
  if (rule.from === 'name_id') {
    if (!nameId && isNameEncrypted)
      return wrong(
        'subject_encrypted',
        'NameID is encrypted by itself: have the whole assertion encrypted, or choose an attribute',
      )
    if (!nameId || nameId === 'unreadable') return wrong('subject_missing', 'there is no NameID, or an empty one')
    if (nameId.format !== transientFormat) return null
    return wrong(
      'subject_transient',
      'NameID is transient, another one each time: choose a persistent one, or an attribute',
    )
  }
  const values = attributes.find(({ name }) => name === rule.name)?.values ?? []
  if (values.length === 1 && isName(values[0]?.trim() ?? '')) return null
  return wrong('subject_missing', `${rule.name} has ${values.length} values; expected one`)
}

function orNull<T>(found: T, make: (found: Exclude<T, null | false>) => Wrong): Wrong | null {
  return found === null || found === false ? null : make(found as Exclude<T, null | false>)
}
