import { client, getAnswer } from '../client.ts'

/** Answers with who signed in. A wrong address or password is an `ApiError` with code `unauthenticated`. */
export async function signIn(email: string, password: string) {
  return (await getAnswer(client.POST('/api/auth/sign-in/email', { body: { email, password } }))).user
}

export function signOut() {
  return getAnswer(client.POST('/api/auth/sign-out'))
}
