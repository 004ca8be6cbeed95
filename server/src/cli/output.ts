/** Standard output, whose reader may stop reading: `usher log | head` is no failure, and ends the command. */
export function endWithOutput(): void {
  process.stdout.on('error', end)
  process.stderr.on('error', () => {}) // there is nobody left to tell
}

export interface Output {
  /** Resolves, also when it could not be written. */
  write(text: string): Promise<void>
  /** Why nothing more can be written, if so. */
  failure(): NodeJS.ErrnoException | null
}

/** For a command that finishes what it has begun when nobody reads any more, and says where it stopped. */
export function outliveOutput(): Output {
  let failure: Error | null = null
  const fail = (error: Error) => {
    failure ??= error
  }
  process.stdout.off('error', end).on('error', fail)
  return {
    write: text =>
      new Promise(resolve => {
        if (failure) return resolve()
        process.stdout.write(text, error => {
          if (error) fail(error)
          resolve()
        })
      }),
    failure: () => failure,
  }
}

function end({ code }: NodeJS.ErrnoException): void {
  process.exit(code === 'EPIPE' ? 0 : 1)
}
