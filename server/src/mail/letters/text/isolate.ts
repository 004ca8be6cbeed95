/**
 * Names stand in sentences of another direction: a Hebrew name in an English letter, an address in an Arabic one. So that what
 * is around them stays in order they are set apart: in a page by `<bdi>`, elsewhere by the characters that mean the same. No
 * name holds these: plain-name.ts takes them out.
 */
const [first, last] = ['\u2068', '\u2069'] // FIRST STRONG ISOLATE, POP DIRECTIONAL ISOLATE

const rightToLeft =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u

/** Where there is nothing to be put out of order, as it is. */
export function isolate(name: string, direction: 'ltr' | 'rtl'): string {
  return name !== '' && (direction === 'rtl' || rightToLeft.test(name)) ? `${first}${name}${last}` : name
}

/** Of HTML that is escaped already. */
export function isolateInHtml(html: string): string {
  return html.replaceAll(first, '<bdi>').replaceAll(last, '</bdi>')
}
