/** What calls know a thing by, made of what people call it: `Évening class` is `evening_class`. Empty where no letter is left. */
export function shortNameOf(name: string, between: '-' | '_'): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const words = plain.match(/[a-z0-9]+/g) ?? []
  return words.join(between).slice(0, 50)
}
