/**
 * Names come from forms, shops and files, and end in headers and sentences of ours. Here they are made fit for that: one
 * line, nothing invisible that turns the text around, of bounded length, and no advertisement in place of a name.
 */

// Controls, line separators and direction overrides. Joiners stay: names in Persian and Hindi need them.
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/gu

/** The text on one line, at most `max` characters, an ellipsis included. */
export function plainName(text: string, max = 80): string {
  const line = text.toWellFormed().replace(unprintable, ' ').replace(/\s+/g, ' ').trim()
  const characters = Array.from(line)
  return characters.length <= max
    ? line
    : `${characters
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`
}

/** A person's name as we may greet them by; empty when it carries an address, since mails must not carry others' links. */
export function greetableName(text: string): string {
  const name = plainName(text, 60)
  return /[/@<>\\]|:\S|www\.|[^\s.]{2,}\.\p{L}{2,}/iu.test(name) ? '' : name
}
