/** What a signed assertion says. It is the one thing that is read of a response once its signature is right. */
import { findMoment } from '../../lib/read-moment.ts'
import { isName } from '../claims.ts'
import type { Attribute, NameId } from './claims.ts'
import { assertionNs, bearer } from './uris.ts'
import { attribute, children, type Element, plainText } from './xml.ts'

export interface ReadAssertion {
  readonly id: string
  readonly issuer: string | null
  readonly issuedAt: Date | null
  readonly nameId: NameId | 'unreadable' | null
  /** By itself, within an assertion that is read: nothing here opens it. */
  readonly isNameEncrypted: boolean
  /** Null: there is none, or several. */
  readonly conditions: Element | null
  /** What is said of the bearer; null: there is not one bearer. */
  readonly confirmation: Element | null
  readonly confirmationMethods: readonly string[]
  readonly authnInstant: Date | null
  readonly authnContext: string | null
  readonly sessionIndex: string | null
  /** Null: no end is set; undefined: one that cannot be read. */
  readonly sessionEnds: Date | null | undefined
  readonly attributes: readonly Attribute[]
}

export function readAssertion(assertion: Element): ReadAssertion {
  const only = (element: Element | null, name: string) => {
    const found = element ? children(element, assertionNs, name) : []
    return found.length === 1 ? (found[0] ?? null) : null
  }
  const subject = only(assertion, 'Subject')
  const confirmations = subject ? children(subject, assertionNs, 'SubjectConfirmation') : []
  const bearers = confirmations.filter(one => attribute(one, 'Method') === bearer)
  const statement = only(assertion, 'AuthnStatement')
  const context = only(only(statement, 'AuthnContext'), 'AuthnContextClassRef')
  return {
    id: attribute(assertion, 'ID') ?? '',
    issuer: textOf(only(assertion, 'Issuer')),
    issuedAt: momentOf(assertion, 'IssueInstant') ?? null,
    nameId: subject ? readNameId(subject) : null,
    isNameEncrypted: subject !== null && children(subject, assertionNs, 'EncryptedID').length > 0,
    conditions: only(assertion, 'Conditions'),
    confirmation: bearers.length === 1 ? only(bearers[0] ?? null, 'SubjectConfirmationData') : null,
    confirmationMethods: confirmations.map(one => attribute(one, 'Method') ?? ''),
    authnInstant: momentOf(statement, 'AuthnInstant') ?? null,
    authnContext: textOf(context),
    sessionIndex: statement && attribute(statement, 'SessionIndex'),
    sessionEnds: momentOf(statement, 'SessionNotOnOrAfter'),
    attributes: readAttributes(assertion),
  }
}

/** Null: it is not there; undefined: it is no moment. */
export function momentOf(element: Element | null, name: string): Date | null | undefined {
  const text = element && attribute(element, name)
  return text === null ? null : (findMoment(text) ?? undefined)
}

/** The one NameID below an element, byte for byte. Null: there is none, or it is empty, as where a provider was not told what to put there. */
export function readNameId(parent: Element): NameId | 'unreadable' | null {
  const [element, ...others] = children(parent, assertionNs, 'NameID')
  if (!element) return null
  const value = plainText(element)
  if (others.length === 0 && value === '') return null
  if (others.length > 0 || value === null || !isName(value)) return 'unreadable'
  return {
    value,
    format: attribute(element, 'Format'),
    nameQualifier: attribute(element, 'NameQualifier'),
    spNameQualifier: attribute(element, 'SPNameQualifier'),
  }
}

/** An attribute that is there twice has the values of both. */
function readAttributes(assertion: Element): Attribute[] {
  const values = new Map<string, string[]>()
  for (const element of children(assertion, assertionNs, 'AttributeStatement').flatMap(statement =>
    children(statement, assertionNs, 'Attribute'),
  )) {
    const name = attribute(element, 'Name') ?? ''
    const said = children(element, assertionNs, 'AttributeValue').map(value => value.textContent ?? '')
    values.set(name, [...(values.get(name) ?? []), ...said])
  }
  return [...values].map(([name, said]) => ({ name, values: said }))
}

function textOf(element: Element | null): string | null {
  return element && plainText(element)
}
