/** What becomes of the name of a field on the way: for tests that say that it is understood, or refused. */
import fc from 'fast-check'

/** The name misspelt, in another case, with blanks around it, or with an index; never the name itself. */
export function otherName(name: string) {
  return fc.oneof(misspelt(name), cased(name), padded(name), indexed(name)).filter(other => other !== name)
}

const letters = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz_')
const place = fc.nat(30)

/** A name with one letter left out, put in, taken for another one or for its neighbour. */
const misspelt = (name: string) =>
  fc.tuple(fc.constantFrom('out', 'in', 'other', 'turned'), place, letters).map(([how, at, letter]) => {
    const index = at % name.length
    const [before, after] = [name.slice(0, index), name.slice(index)]
    if (how === 'out') return before + after.slice(1)
    if (how === 'in') return before + letter + after
    if (how === 'other') return before + letter + after.slice(1)
    return before + (after[1] ?? '') + (after[0] ?? '') + after.slice(2)
  })

const cased = (name: string) =>
  fc.constantFrom(
    name.toUpperCase(),
    name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
    name.replaceAll('_', ' '),
    name.replaceAll('_', '-'),
    name.replaceAll('_', ''),
    name[0]?.toUpperCase() + name.slice(1),
  )

const padded = (name: string) =>
  fc
    .tuple(fc.constantFrom('', ' ', '\t', '\ufeff', '\u200b'), fc.constantFrom('', ' ', '\u00a0', '\r'))
    .map(([before, after]) => before + name + after)

const indexed = (name: string) => fc.constantFrom(`${name}[0]`, `${name}[]`, `${name}.0`, `${name}_1`, `${name}1`)
