/**
 * What fields of a form may be called: as the body calls them that it sends, parts after a dot. Of bodies that one form sends in
 * turn, what all of them know.
 */
export type NameIn<Body> = { [Key in keyof Body & string]: Key | Within<Key, Body[Key]> }[keyof Body & string]

type Within<Key extends string, Value> = Value extends readonly (infer One)[]
  ? Within<`${Key}.${number}`, One>
  : Value extends object
    ? `${Key}.${NameIn<Value>}`
    : never

/** What a form holds when it is sent, by the names of its fields. Whoever reads it says which form it is. */
export class Fields<in Name extends string = never> {
  readonly #form: FormData

  constructor(form: HTMLFormElement) {
    this.#form = new FormData(form)
  }

  /** Empty when nothing is written. */
  text(name: Name): string {
    return String(this.#form.get(name) ?? '').trim()
  }

  /** As it was written, for passwords. */
  raw(name: Name): string {
    return String(this.#form.get(name) ?? '')
  }

  /** Null when nothing is written: for what can be cleared. */
  textOrNull(name: Name): string | null {
    return this.text(name) || null
  }

  /** Undefined when nothing is written: for what may be left out. */
  optional(name: Name): string | undefined {
    return this.text(name) || undefined
  }

  number(name: Name): number | undefined {
    return this.text(name) === '' ? undefined : Number(this.text(name))
  }

  flag(name: Name): boolean {
    return this.#form.has(name)
  }

  list(name: Name): string[] {
    return this.#form.getAll(name).map(String).filter(Boolean)
  }
}
