/** What a form holds when it is sent, by the names of its fields. */
export class Fields {
  readonly #form: FormData

  constructor(form: HTMLFormElement) {
    this.#form = new FormData(form)
  }

  /** Empty when nothing is written. */
  text(name: string): string {
    return String(this.#form.get(name) ?? '').trim()
  }

  /** As it was written, for passwords. */
  raw(name: string): string {
    return String(this.#form.get(name) ?? '')
  }

  /** Null when nothing is written: for what can be cleared. */
  textOrNull(name: string): string | null {
    return this.text(name) || null
  }

  /** Undefined when nothing is written: for what may be left out. */
  optional(name: string): string | undefined {
    return this.text(name) || undefined
  }

  number(name: string): number | undefined {
    return this.text(name) === '' ? undefined : Number(this.text(name))
  }

  flag(name: string): boolean {
    return this.#form.has(name)
  }

  list(name: string): string[] {
    return this.#form.getAll(name).map(String).filter(Boolean)
  }
}
