/** Options that name a file: what is secret or long stands in no history of commands, and in no list of what runs. */
import { readFileSync } from 'node:fs'
import { InvalidArgumentError } from 'commander'

/** The text of a file. */
export function fileText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new InvalidArgumentError(`This file cannot be read (${(error as NodeJS.ErrnoException).code}).`)
  }
}

/** The same without the end of its last line. */
export function fileSecret(path: string): string {
  return fileText(path).replace(/\r?\n$/, '')
}

/** What a file says in JSON. */
export function fileJson(path: string): unknown {
  try {
    return JSON.parse(fileText(path))
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw error
    throw new InvalidArgumentError('This file is not JSON.')
  }
}
