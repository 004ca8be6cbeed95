/** Auth0's provider, made by others. It has no types of its own. */
declare module 'samlp' {
  type Done<Made> = (error: Error | null, made: Made) => void
  type Fields = Readonly<Record<string, string>>

  const samlp: {
    getSamlResponse(options: object, user: object, done: Done<string>): void
    parseRequest(
      sent: { query: Fields; body?: Fields },
      options: object,
      done: Done<Readonly<Record<string, string>>>,
    ): void
  }
  export default samlp
}
