/** The texts of what somebody does about signing in once there is an account: loaded with the profile, and with what asks. */
import { account as en } from './en/account.ts'
import { language } from './language.ts'

export let account = en

/** Before what uses them is loaded. */
export async function loadAccount(): Promise<void> {
  if (language) ({ account } = await language.account())
}
