/** By its own types the parser would bring all that a browser has into the types of the server. */
declare module '@xmldom/xmldom/lib/dom-parser.js' {
  type Heard = (message: string) => void

  export class DOMParser {
    constructor(options: { errorHandler: { warning: Heard; error: Heard; fatalError: Heard } })
    parseFromString(xml: string, type: 'text/xml'): import('./xml.ts').Node
  }
}
