/**
 * XML that strangers send, read with one parser, the one that checks the signatures too: two that differ were the hole in
 * others' houses. What no honest provider writes is refused before anything is parsed.
 */
import { DOMParser } from '@xmldom/xmldom/lib/dom-parser.js'
import { decodeUtf8 } from '../../lib/utf8.ts'

/** So much of it may be there. More costs the parser, XPath and canonicalization a square of it, before any signature is looked at. */
export interface Bulk {
  readonly elements: number
  readonly attributes: number
  readonly comments: number
}

/** A real message has some hundred elements, or a thousand where all groups are named. */
export const bulkOfMessage: Bulk = { elements: 2000, attributes: 4000, comments: 50 }
/** It is only parsed, and people write in it. */
export const bulkOfMetadata: Bulk = { elements: 5000, attributes: 10_000, comments: 500 }

const deepest = 50

/** As much of the DOM as is used here. */
export interface Node {
  readonly nodeType: number
  readonly nodeName: string
  readonly parentNode: Node | null
  readonly childNodes: ArrayLike<Node>
  readonly textContent: string | null
}

export interface Element extends Node {
  readonly localName: string
  readonly namespaceURI: string | null
  readonly attributes: ArrayLike<{ readonly localName: string; readonly value: string }>
  getAttribute(name: string): string
  hasAttribute(name: string): boolean
  getElementsByTagName(name: '*'): ArrayLike<Element>
  toString(): string
}

/** Why it was not read, for the log. */
export class BadXml extends Error {}

/** Throws BadXml. */
export function readUtf8(bytes: Uint8Array): string {
  try {
    return decodeUtf8(bytes)
  } catch {
    throw new BadXml('it is not UTF-8')
  }
}

/** What is wrong with the text before it is parsed; null: nothing. */
export function markupProblem(xml: string): string | null {
  const declaration = /^<\?xml\s[^?<>]*\?>/.exec(xml)?.[0] ?? ''
  const encoding = /encoding\s*=\s*["']([^"']*)["']/.exec(declaration)?.[1] ?? 'UTF-8'
  if (!/^utf-8$/i.test(encoding)) return `it says that it is written in ${encoding}`
  const rest = xml.slice(declaration.length)
  if (/<!(?!--|\[CDATA\[)/.test(rest)) return 'it has a DOCTYPE or declares entities'
  if (rest.includes('<?')) return 'it has a processing instruction'
  return null
}

/** Throws BadXml unless it is well-formed, with one element that holds all. */
export function parseXml(xml: string, bulk: Bulk): Element {
  refuseBulk(xml, bulk)
  if (/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u.test(xml))
    throw new BadXml('it has control characters')
  const document = parse(xml)
  const [root, ...others] = Array.from(document.childNodes).filter(node => isElement(node) || saysMore(node))
  if (!root || !isElement(root) || others.length > 0) throw new BadXml('it is not one element')
  return root
}

function parse(xml: string): Node {
  const refuse = (message: string) => {
    throw new BadXml(message.replace(/\s+/g, ' '))
  }
  try {
    const errorHandler = { warning: refuse, error: refuse, fatalError: refuse }
    return new DOMParser({ errorHandler }).parseFromString(xml, 'text/xml')
  } catch (error) {
    throw new BadXml(`it is not well-formed: ${String(error).slice(0, 300)}`)
  }
}

function refuseBulk(xml: string, bulk: Bulk): void {
  let [elements, depth] = [0, 0]
  for (const [, closing, closed] of xml.matchAll(/<(\/?)[^\s<>/!?](?:"[^"<]*"|'[^'<]*'|[^<>"'])*?(\/?)>/g)) {
    if (closing) depth--
    else {
      elements++
      if (!closed) depth++
    }
    if (elements > bulk.elements || depth > deepest) throw new BadXml('it has too many elements, or too deep ones')
  }
  if (countOf(xml, /=\s*["']/g) > bulk.attributes) throw new BadXml('it has too many attributes')
  if (countOf(xml, /<!/g) > bulk.comments) throw new BadXml('it has too many comments')
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

function isElement(node: Node): node is Element {
  return node.nodeType === 1
}

/** Text beside the root, other than the blanks that stand around it. */
function saysMore({ nodeType, textContent }: Node): boolean {
  return (nodeType === 3 || nodeType === 4) && (textContent ?? '').trim() !== ''
}

export function children(element: Element, namespace?: string, name?: string): Element[] {
  return Array.from(element.childNodes)
    .filter(isElement)
    .filter(child => name === undefined || (child.localName === name && child.namespaceURI === namespace))
}

/** The element itself and all below it. */
export function elementsOf(root: Element): Element[] {
  return [root, ...Array.from(root.getElementsByTagName('*'))]
}

export function is(element: Element, namespace: string, name: string): boolean {
  return element.localName === name && element.namespaceURI === namespace
}

/** An attribute without a prefix; null: it is not there. */
export function attribute(element: Element, name: string): string | null {
  return element.hasAttribute(name) ? element.getAttribute(name) : null
}

/** All text that the element holds, as one piece without blanks around it; null: it holds something else too, such as a comment. */
export function plainText(element: Element): string | null {
  const nodes = Array.from(element.childNodes)
  return nodes.every(node => node.nodeType === 3) ? (element.textContent ?? '').trim() : null
}
