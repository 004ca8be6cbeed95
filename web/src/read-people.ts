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
  const people = written.split(/[\n;]/).flatMap(readLine)
  return [...new Map(people.map(read => [read.person.email.toLowerCase(), read])).values()]
}

function readLine(line: string): ReadPerson[] {
  const parts = line.split(/[,\t]/).flatMap(part => part.trim() || [])
  const addresses = parts.filter(part => part.includes('@'))
  // One address in the line: the rest of it is the name. Several: each part stands for itself.
  if (addresses.length !== 1) return parts.flatMap(readPart)
  const [first_name, ...rest] = parts.filter(part => !part.includes('@')).map(bare)
  const named = first_name && rest.length > 0 && { first_name, last_name: rest.join(' ') }
  const people = readPart(parts.join(' '))
  return people.map(({ written, person }) => ({
    written: people.length === 1 ? line.trim() : written,
    person: { ...person, ...named },
  }))
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
