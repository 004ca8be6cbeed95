/**
 * Letters of other scripts that look like Latin ones, as they come into names of fields from keyboards that have both. Unicode's
 * own list of confusable characters has thousands, of which those that are typed by mistake are few.
 */
const pairs = [
  // Cyrillic
  'АA ВB ЕE ІI ЈJ КK МM НH ОO РP СC ТT УY ХX ЅS ԚQ ԜW ӀI ҮY',
  'аa вb еe іi јj кk мm нh оo рp сc тt уy хx ѕs ԁd ԛq ԝw ӏl һh гr пn иu',
  // Greek
  'ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX ϹC',
  'αa βb γy εe ηn ιi κk μm νv οo ρp ςs τt υu χx ωw ϲc ϳj',
  // Latin letters with a part more or less
  'ıi ɑa ɡg łl øo đd',
]
const latin = new Map(pairs.flatMap(line => line.split(' ').map(([letter, like]) => [letter, like] as const)))

export function likeLatin(text: string): string {
  // As nearly all come.
  if (/^[\x20-\x7e]*$/.test(text)) return text
  return Array.from(text.normalize('NFKD'), letter => latin.get(letter) ?? letter).join('')
}
