/** Whom somebody means who pastes people: out of a mail program, a spreadsheet, or written by hand. Pure. */

export interface NamedAddress {
  email: string
  first_name: string
  last_name?: string
}

interface ReadPerson {
  written: string
  person: NamedAddress
}

/** An address a person, each once. What is no address is kept: the server says so. */
export function readPeople(written: string): NamedAddress[] {
  return readAsWritten(written).map(({ person }) => person)
}

/** With what was written of each, to be mended. */
export function readAsWritten(written: string): ReadPerson[] {
  const people = written.split('\n').flatMap(readLine)
  return [...new Map(people.map(read => [read.person.email.toLowerCase(), read])).values()]
}

/** One address in the line: the rest of it is the name, in whatever columns. Several: each part stands for itself. */
function readLine(line: string): ReadPerson[] {
  const columns = split(line, ',;\t')
  const addresses = columns.filter(part => part.includes('@'))
  if (addresses.length === 1) return readColumns(line, columns)
  const people = split(line, ';')
  return people.length > 1 ? people.flatMap(readLine) : columns.flatMap(readPart)
}

function readColumns(line: string, columns: readonly string[]): ReadPerson[] {
  const [first_name, ...rest] = columns.filter(part => !part.includes('@')).map(bare)
  const named = first_name && rest.length > 0 && { first_name, last_name: rest.join(' ') }
  const people = readPart(columns.join(' '))
  return people.map(({ written, person }) => ({
    written: people.length === 1 ? line.trim().replace(/[;,\s]+$/, '') : written,
    person: { ...person, ...named },
  }))
}

/** At each of these marks, but not within quotes. */
function split(line: string, marks: string): string[] {
  const parts = line.match(new RegExp(`(?:"[^"]*"|[^${marks}])+`, 'g')) ?? []
  return parts.flatMap(part => part.trim() || [])
}

function readPart(part: string): ReadPerson[] {
  const tokens = part.split(/\s+/).map(bare).filter(Boolean)
  const addresses = tokens.filter(token => token.includes('@'))
  const [email = tokens.join(' ')] = addresses
  if (addresses.length > 1)
    return addresses.map(address => ({ written: address, person: { email: address, ...guessName(address) } }))
  const [first, ...rest] = addresses.length === 0 ? [] : tokens.filter(token => token !== email)
  const name = first ? { first_name: first, last_name: rest.join(' ') || undefined } : guessName(email)
  return [{ written: part, person: { email, ...name } }]
}

function bare(token: string): string {
  return token.replace(/^[<"'(]+|[>"')]+$/g, '')
}

/** `asha.rao@example.com` is Asha Rao, until she says otherwise. */
function guessName(email: string) {
  const words = (email.split('@')[0] ?? '').split(/[._\-+\d]+/).filter(Boolean)
  const [first = email, ...rest] = words.map(word => word.charAt(0).toUpperCase() + word.slice(1))
  return { first_name: first, last_name: rest.join(' ') || undefined }
}
