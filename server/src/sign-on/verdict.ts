/**
 * What a message is checked for, and what came of it. The checks are a list, in the order in which they are made, so that an
 * administrator's test can show each one, and a test of ours can leave one out. Each protocol has its own names and codes.
 */

export interface Wrong<Code extends string> {
  readonly code: Code
  /** For the administrator's log: what came and what was expected. Never for who signs in. */
  readonly detail: string
}

export interface Refused<Name extends string, Code extends string> extends Wrong<Code> {
  readonly check: Name
}

export interface CheckResult<Name extends string> {
  readonly check: Name
  readonly passed: boolean
}

export interface Check<Name extends string, Code extends string, Seen> {
  readonly name: Name
  look(seen: Seen): Wrong<Code> | null | Promise<Wrong<Code> | null>
}

export function wrong<Code extends string>(code: Code, detail: string): Wrong<Code> {
  return { code, detail: detail.slice(0, 1000).toWellFormed() }
}

/** Ends the checking. Caught where it began, never let out. */
export class Stop<Name extends string, Code extends string> extends Error {
  readonly refused: Refused<Name, Code>

  constructor(check: Name, { code, detail }: Wrong<Code>) {
    super(`${check}: ${code}: ${detail}`)
    this.refused = { check, code, detail }
  }
}

/** What was checked so far. */
export class Trail<Name extends string, Code extends string> {
  readonly results: CheckResult<Name>[] = []

  /** Throws Stop at the first that does not pass. */
  async check<Seen>(checks: readonly Check<Name, Code, Seen>[], seen: Seen): Promise<void> {
    for (const check of checks) await this.step(check.name, async () => (await check.look(seen)) ?? undefined)
  }

  /** A check that gives what the next ones look at. */
  async step<Given>(
    name: Name,
    look: () => Promise<Given | Wrong<Code>> | Given | Wrong<Code>,
  ): Promise<Exclude<Given, Wrong<Code>>> {
    const given = await look()
    const failed = isWrong<Code>(given)
    this.results.push({ check: name, passed: !failed })
    if (failed) throw new Stop(name, given)
    return given as Exclude<Given, Wrong<Code>>
  }

  /** Several checks that are made in one, in this order, until the one that refuses. */
  async steps<Given>(
    names: readonly Name[],
    look: () => Promise<Given | Refused<Name, Code>>,
  ): Promise<Exclude<Given, Refused<Name, Code>>> {
    const given = await look()
    const refused = isWrong<Code>(given) ? (given as Refused<Name, Code>) : null
    const passed = refused ? names.slice(0, Math.max(0, names.indexOf(refused.check))) : names
    this.results.push(...passed.map(check => ({ check, passed: true })))
    if (!refused) return given as Exclude<Given, Refused<Name, Code>>
    this.results.push({ check: refused.check, passed: false })
    throw new Stop(refused.check, refused)
  }
}

function isWrong<Code extends string>(given: unknown): given is Wrong<Code> {
  return typeof given === 'object' && given !== null && 'code' in given && 'detail' in given
}
