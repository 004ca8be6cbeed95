/** Why the embedded PostgreSQL does not run, in sentences for the operator, who can do something about it. */
export class CannotStart extends Error {}

/** What the file system refuses is the operator's to mend as well: rights, room, a file where a folder should be. */
export async function explainFiles<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error as NodeJS.ErrnoException).syscall) throw error
    const { message } = error as Error
    throw new CannotStart(`DATA_DIR: Usher cannot keep its database in ${dataDir} (${message}).`, { cause: error })
  }
}
