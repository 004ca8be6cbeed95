/**
 * What a signature may look like. Each part stands exactly once, with nothing between: the holes of the last years were second
 * SignedInfos, second References, comments within digests and objects beside, which one half of a library read and another did not.
 */

import { wrong } from '../verdict.ts'
import { enveloped, exclusive, rsaPssSha256, rsaSha256, rsaSha512, sha256, sha512, signatureNs } from './uris.ts'
import type { Check, Wrong } from './verdict.ts'
import { attribute, children, type Element, elementsOf, is, plainText } from './xml.ts'

/** By what the library checks (RSA; no SHA-384, no elliptic curves) without those that are broken. */
const signatureMethods = [rsaSha256, rsaSha512, rsaPssSha256]
const digestMethods = [sha256, sha512]
const transforms = [enveloped, exclusive]

/** Anything that is called so, in whatever namespace: a library may look at the name alone. */
function signaturesIn(root: Element): Element[] {
  return elementsOf(root).filter(({ localName }) => localName === 'Signature')
}

export function signatureOf(element: Element): Element | undefined {
  return children(element, signatureNs, 'Signature')[0]
}

export function weakAlgorithm(root: Element): Wrong | null {
  for (const element of signaturesIn(root).flatMap(elementsOf)) {
    const allowed = allowedIn[element.localName]
    const algorithm = attribute(element, 'Algorithm')
    if (allowed && !(algorithm && allowed.includes(algorithm)))
      return wrong('weak_algorithm', `${element.localName} is ${algorithm}; RSA with SHA-256 or better is taken`)
  }
  return null
}

const allowedIn: Partial<Record<string, readonly string[]>> = {
  CanonicalizationMethod: [exclusive],
  SignatureMethod: signatureMethods,
  DigestMethod: digestMethods,
  Transform: transforms,
}

export function badForm(root: Element): Wrong | null {
  const bad = signaturesIn(root).find(signature => !hasForm(signature))
  return bad ? wrong('signature_form', 'the signature has parts that are none, are doubled or are not plain') : null
}

function hasForm(signature: Element): boolean {
  const parts = partsOf(signature, ['SignedInfo', 'SignatureValue'], ['KeyInfo'])
  const info = parts && partsOf(parts.SignedInfo, ['CanonicalizationMethod', 'SignatureMethod', 'Reference'])
  const reference = info && partsOf(info.Reference, ['Transforms', 'DigestMethod', 'DigestValue'])
  if (!parts || !info || !reference) return false
  const isPlain = [parts.SignatureValue, reference.DigestValue].every(
    value => children(value).length === 0 && plainText(value),
  )
  const isEmpty = [info.CanonicalizationMethod, info.SignatureMethod, reference.DigestMethod].every(isEmptyElement)
  return isPlain && isEmpty && hasTransforms(reference.Transforms)
}

function hasTransforms(element: Element): boolean {
  const steps = children(element)
  const isStep = (step: Element) => is(step, signatureNs, 'Transform') && children(step).every(isPrefixList)
  return steps.length >= 1 && steps.length <= 2 && steps.every(isStep)
}

function isEmptyElement(element: Element): boolean {
  return children(element).every(isPrefixList)
}

/** A few prefixes; each is looked for at every element. Some write them, in its name, to the other transform as well. */
function isPrefixList(element: Element): boolean {
  const { localName, namespaceURI } = element
  const isList = localName === 'InclusiveNamespaces' && transforms.includes(namespaceURI ?? '')
  return isList && children(element).length === 0 && (attribute(element, 'PrefixList')?.length ?? 0) <= 500
}

/** The children by name, when they are these, in this order, each once; null: they are not. */
function partsOf<Name extends string>(
  element: Element,
  names: readonly Name[],
  more: readonly string[] = [],
): Record<Name, Element> | null {
  const parts = children(element)
  const expected = [...names, ...more].slice(0, Math.max(parts.length, names.length))
  const areThese =
    parts.length === expected.length && parts.every((part, at) => is(part, signatureNs, expected[at] as string))
  return areThese ? (Object.fromEntries(parts.map(part => [part.localName, part])) as Record<Name, Element>) : null
}

/** Every signature stands in one of the `signed` elements, once, and is made over just that one. */
export function strayedSignature(root: Element, signed: readonly Element[]): Wrong | null {
  const found = signaturesIn(root)
  const areHome = found.every(signature => {
    const home = signed.find(element => element === signature.parentNode)
    return home && coversOnly(signature, attribute(home, 'ID'))
  })
  const once = signed.every(element => found.filter(({ parentNode }) => parentNode === element).length <= 1)
  return areHome && once ? null : wrong('signature_elsewhere', 'a signature is not of the element that it stands in')
}

function coversOnly(signature: Element, id: string | null): boolean {
  const references = elementsOf(signature).filter(({ localName }) => localName === 'Reference')
  return !!id && references.length > 0 && references.every(reference => attribute(reference, 'URI') === `#${id}`)
}

/** Libraries find by ID, Id and id, with a prefix and without. */
export function doubledId(root: Element): Wrong | null {
  const ids = elementsOf(root).flatMap(element =>
    Array.from(element.attributes).flatMap(({ localName, value }) => (/^id$/i.test(localName) ? [value] : [])),
  )
  return new Set(ids).size === ids.length ? null : wrong('id_doubled', 'two elements have the same id')
}

/** The checks of all signatures in a message of which the root, and perhaps one element below, may be signed. */
export const signatureChecks: readonly Check<SignedMessage>[] = [
  { name: 'algorithms', look: ({ root }) => weakAlgorithm(root) },
  { name: 'signature_form', look: ({ root }) => badForm(root) },
  { name: 'signature_place', look: ({ root, signable }) => strayedSignature(root, signable) },
  { name: 'ids', look: ({ root }) => doubledId(root) },
]

export interface SignedMessage {
  readonly root: Element
  /** The elements that may have a signature. */
  readonly signable: readonly Element[]
}
