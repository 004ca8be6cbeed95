/** The tools that the Connect page knows. */
export const tools = ['woocommerce', 'zapier', 'make', 'pabbly', 'n8n', 'curl', 'javascript', 'python', 'php'] as const
export type Tool = (typeof tools)[number]

/** Those that run on the internet: they cannot reach a server on one's own computer. */
export const remoteTools: readonly Tool[] = ['zapier', 'make', 'pabbly']

/** What a snippet is filled with. */
export interface Setup {
  /** Of this server, without a slash at its end. */
  origin: string
  /** The key, or what stands in its place until there is one. */
  key: string
  /** Of the student in the example. */
  email: string
  /** Of the course in the example, by name. */
  course: string
  /** The names of all courses. */
  courses: readonly string[]
}

export function addressOf({ origin }: Pick<Setup, 'origin'>): string {
  return `${origin}/api/v1/provision/student/`
}
