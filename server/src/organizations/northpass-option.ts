import { InvalidArgumentError } from 'commander'
import type { NorthpassSettings } from '../lib/northpass-settings.ts'

const readers: {
  [Name in 'existing_group' | 'existing_person' | 'calls_a_second']: (
    text: string,
  ) => NorthpassSettings[Name] | undefined
} = {
  existing_group: text => (text === 'return' || text === 'conflict' ? text : undefined),
  existing_person: text => (text === 'return' || text === 'refuse' ? text : undefined),
  // The operator stands above all.
  calls_a_second: text => (/^\d{1,5}$/.test(text) && Number(text) <= 10_000 ? Number(text) : undefined),
}

/** `existing_group=conflict,calls_a_second=20` */
export function northpassSettings(text: string): Partial<NorthpassSettings> {
  const entries = text.split(',').map(part => {
    const [name = '', value = ''] = part.split('=').map(word => word.trim())
    const read = Object.hasOwn(readers, name) ? readers[name as keyof typeof readers](value) : undefined
    if (read !== undefined) return [name, read]
    const known = 'existing_group=return|conflict, existing_person=return|refuse and calls_a_second=0 to 10000'
    throw new InvalidArgumentError(`Give one or more, with commas between them, of ${known}.`)
  })
  const settings: Partial<NorthpassSettings> = Object.fromEntries(entries)
  const { calls_a_second: pace } = settings
  return pace === undefined ? settings : { ...settings, most_calls_a_second: pace || null }
}
