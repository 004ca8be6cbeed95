/** How the dialect behaves for one organization: there were two answers to a few things, and clients of both. */
import { InvalidArgumentError } from 'commander'
import { Type } from 'typebox'
import { Nullable, Sent } from '../../http/shapes.ts'
import type { OfDialects } from '../../keyring/look-up.ts'
import { rangeProblem, refuse } from '../../lib/checks.ts'
import { forms } from '../../lib/forms.ts'
import type { DialectSettings } from '../../organizations/dialect-settings.ts'

export interface NorthpassSettings {
  /** To making a group whose name is there: that group, or 409. */
  readonly existing_group: 'return' | 'conflict'
  /** To making a person who is there: that person, or 422. */
  readonly existing_person: 'return' | 'refuse'
  /** For each of its keys; 0: as many as they like. */
  readonly calls_a_second: number
  /** What was said from above: it holds here and below, whatever is said here. Null: nothing was. */
  readonly most_calls_a_second: number | null
}

const name = 'northpass'
const mostCalls = 10_000

const of = (said: OfDialects) => said[name] as NorthpassSettings

const fields = {
  existing_group: Type.Enum(['return', 'conflict'], {
    description: 'What making a group whose name is there is answered with: that group, or 409.',
  }),
  existing_person: Type.Enum(['return', 'refuse'], {
    description: 'What making a person who is there is answered with: that person, or 422.',
  }),
  calls_a_second: Type.Integer({
    'x-form': forms.range(0, mostCalls),
    description:
      'For each key, beside its calls a minute; 0: as many as they like. Once it was said from above, the organization itself sets no more.',
    examples: [10],
  }),
}
const about = { description: 'What clients of the Northpass API expect of it: docs/dialects/northpass.md.' }
const most_calls_a_second = Nullable(Type.Integer(), {
  description: 'What was said from above: `calls_a_second` is no more than this. Null: nothing was.',
})

export const northpassSettings: DialectSettings = {
  name,
  shown: Type.Object({ ...fields, most_calls_a_second }, about),
  sent: Sent(
    {
      existing_group: Type.Optional(fields.existing_group),
      existing_person: Type.Optional(fields.existing_person),
      calls_a_second: Type.Optional(fields.calls_a_second),
    },
    about,
  ),
  problems({ calls_a_second: pace }: Partial<NorthpassSettings>) {
    return { [`${name}.calls_a_second`]: pace === undefined ? null : rangeProblem(pace, 0, mostCalls) }
  },
  keep(sent: Partial<NorthpassSettings>, { said, isOwn }) {
    const { calls_a_second: pace } = sent
    if (pace === undefined) return sent
    const own = said.at(-1)
    const isSame = isOwn && own !== undefined && pace === of(own).calls_a_second
    const most = slowest(said.map(each => of(each).most_calls_a_second))
    if (!isSame && most > 0 && (pace === 0 || pace > most))
      refuse('forbidden', { [`${name}.calls_a_second`]: `must be from 1 to ${most}: that is said from above` })
    return isOwn ? sent : { ...sent, most_calls_a_second: pace || null }
  },
  option: {
    about: 'what clients of the Northpass API expect, such as existing_group=conflict',
    example: 'existing_group=conflict,existing_person=refuse',
    read: readOption,
  },
}

/** What holds for a key, by what its organization and those above it say; of all paces the slowest. */
export function settingsFrom(said: readonly OfDialects[]): NorthpassSettings {
  const own = of(said.at(-1) as OfDialects)
  const paces = [own.calls_a_second, ...said.map(each => of(each).most_calls_a_second)]
  return { ...own, calls_a_second: slowest(paces) }
}

/** 0: none is said. */
function slowest(paces: readonly (number | null)[]): number {
  return paces.reduce<number>((least, pace) => (pace && (least === 0 || pace < least) ? pace : least), 0)
}

const readers: { [Name in keyof typeof fields]: (text: string) => NorthpassSettings[Name] | undefined } = {
  existing_group: text => (text === 'return' || text === 'conflict' ? text : undefined),
  existing_person: text => (text === 'return' || text === 'refuse' ? text : undefined),
  calls_a_second: text => (/^\d{1,5}$/.test(text) && Number(text) <= mostCalls ? Number(text) : undefined),
}

/** `existing_group=conflict,calls_a_second=20` */
function readOption(text: string): object {
  const entries = text.split(',').map(part => {
    const [word = '', value = ''] = part.split('=').map(piece => piece.trim())
    const read = Object.hasOwn(readers, word) ? readers[word as keyof typeof readers](value) : undefined
    if (read !== undefined) return [word, read]
    const known = 'existing_group=return|conflict, existing_person=return|refuse and calls_a_second=0 to 10000'
    throw new InvalidArgumentError(`Give one or more, with commas between them, of ${known}.`)
  })
  return Object.fromEntries(entries)
}
