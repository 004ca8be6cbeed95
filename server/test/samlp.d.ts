/** Auth0's provider, made by others. It has no types of its own. */
declare module 'samlp' {
  type Done = (error: Error | null, xml: string) => void

  const samlp: { getSamlResponse(options: object, user: object, done: Done): void }
  export default samlp
}
