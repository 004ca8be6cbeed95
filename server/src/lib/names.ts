/**
 * What people and things are called, in one reading for every face: blanks of all kinds inside are one, letters are joined
 * with their marks (NFC), and nothing stands in it that cannot be seen or turns around what can.
 */

/** As it is kept. */
export function tidyName<Text extends string | null | undefined>(text: Text): Text {
  return (text
    ?.replace(/[\s\u2800]+/g, ' ')
    .trim()
    .normalize('NFC') ?? text) as Text
}

export interface TextFault {
  readonly code: 'wrong_type' | 'invalid_characters' | 'too_long'
  readonly value?: number
}

/** What was sent as a name, whatever it is; `text` is null where none was or none can be kept, and empty where it is blank. */
export function readName(value: unknown, max: number): { readonly text: string | null; readonly fault?: TextFault } {
  if (value === undefined || value === null) return { text: null }
  if (typeof value !== 'string') return { text: null, fault: { code: 'wrong_type' } }
  if (isBlank(value)) return { text: '' }
  const text = tidyName(value)
  if (hasUnreadable(text)) return { text: null, fault: { code: 'invalid_characters' } }
  // Counted in characters, as people and databases count, not in halves of an emoji.
  if (text.length > max && [...text].length > max) return { text: null, fault: { code: 'too_long', value: max } }
  return { text }
}

/** Whether there is nothing to see in a text: spaces, and what Unicode has that shows as little or is no character at all. */
export function isBlank(text: string): boolean {
  return !/[^\p{Z}\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Default_Ignorable_Code_Point}\u2800\ufffc\u{13441}\u{13442}\u{1d159}]/u.test(
    text,
  )
}

/** Whether a text holds what no name may: control characters, lost ones, invisible ones, and those that turn text around. */
export function hasUnreadable(text: string): boolean {
  return !plain.test(text) && (unreadable.test(text) || strayJoiner.test(text) || strayForm.test(text))
}

// Letters of Latin scripts, which most names have alone: nothing more is looked for in them.
const plain = /^[\x20-\x7e\xa0-\xac\xae-\u024f]*$/

// Marks that choose a form of the letter before them, as names in Japanese and Mongolian need them, and parts of old Hangul.
const forms = String.raw`\ufe00-\ufe0f\u{e0100}-\u{e01ef}\u180b-\u180d\u180f\u115f\u1160`
// U+FFFD stands where something was not UTF-8: whatever it was, it is lost.
const unreadable = new RegExp(
  String.raw`[\p{Cc}\p{Cs}\u2028\u2029\ufffd\p{Bidi_Control}[\p{Default_Ignorable_Code_Point}--[\u200c\u200d${forms}]]]`,
  'v',
)

// Persian, Indic scripts and emoji are written with joiners; beside letters that never join, one only makes a name look like another.
const unjoined = [
  'Inherited',
  'Latin',
  'Greek',
  'Cyrillic',
  'Armenian',
  'Georgian',
  'Hebrew',
  'Han',
  'Hiragana',
  'Katakana',
  'Hangul',
]
const joining = String.raw`[[\p{L}\p{M}]--[${unjoined.map(script => String.raw`\p{Script=${script}}`).join('')}]]`
const emoji = String.raw`[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]`
const strayJoiner = new RegExp(String.raw`[\u200c\u200d](?<!(?:${joining}|${emoji})[\u200c\u200d])`, 'v')
const strayForm = new RegExp(String.raw`(?:^|[\s\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])[${forms}]`, 'v')
