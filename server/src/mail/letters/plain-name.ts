/**
 * Names come from forms, shops and files, and end in headers and sentences of ours. Here they are made fit for that: one
 * line, nothing invisible that turns the text around, of bounded length, and no advertisement in place of a name.
 */
import { isBlank } from '../../lib/names.ts'

// Controls, line separators and what turns the direction. Joiners stay: names in Persian and Hindi need them.
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\ufeff]+/gu

// Also the dots of other scripts, which browsers take for one.
const address = /[/@<>\\]|:\S|www\.|[^\s.]{2,}[.\u3002\uff0e\uff61]\p{L}{2,}/iu
// `J.Lee` is a name, but so written `t.co` is an address: with a space after it, neither becomes a link.
const initial = /(?<![^\s.])([^\s.])\.(?=\p{L}{2,})/gu

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

/** A person's name as we may greet them by; empty when it carries an address, since mails must not carry others' links, or nothing to see. */
export function greetableName(text: string): string {
  const name = plainName(text, 60).replace(initial, '$1. ')
  return address.test(name) || isBlank(name) ? '' : name
}
