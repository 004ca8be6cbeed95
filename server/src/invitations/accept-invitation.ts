/** Accepting an invitation: once, whoever comes first. It signs the person in, after the second factor where there is one. */
import { refusalOf } from '../api/problem-words.ts'
import type { WayIn } from '../identity/let-in.ts'
import { checkPassword } from '../identity/passwords.ts'
import { spendOn } from '../identity/set-password.ts'
import { signInByMail } from '../identity/sign-in-by-mail.ts'
import { Refusal } from '../lib/refusal.ts'
import { type InvitationState, invitationStateOf } from '../lib/states/invitation-state.ts'
import type { Browser, SignInDeps } from '../sessions/sessions.ts'
import { getByToken, type OpenInvitationDeps, toAcceptance } from './open-invitation.ts'

const ended: Record<Exclude<InvitationState, 'pending'>, string> = {
  accepted: 'This invitation was accepted already. Sign in.',
  withdrawn: 'This invitation was withdrawn.',
  expired: 'This invitation has expired. Ask for a new one.',
}

/**
 * Whoever has no password, or one that may be somebody else's, chooses one with it. Throws `invalid` (password), `not_found`,
 * or `gone`; then nothing has changed.
 */
export async function acceptInvitation(
  deps: OpenInvitationDeps & SignInDeps,
  { token, password, browser }: { token: string; password: string | undefined; browser: Browser },
  now: Date,
): Promise<WayIn> {
  const invitation = await getByToken(deps.database.kysely, deps.invitationLinks, token)
  const state = invitationStateOf(invitation, now)
  if (state !== 'pending') throw new Refusal('gone', ended[state])
  if (password !== undefined) checkPassword(password)

  const withPassword = password !== undefined
  const outcome = await deps.engine.submit(toAcceptance(invitation, { withPassword, ip: browser.ip, now }))
  if (outcome.result === 'refused') {
    const isOver = outcome.problems.some(({ code }) => ['invitation_over', 'organization_not_enabled'].includes(code))
    throw isOver ? new Refusal('gone', 'This invitation is not open any more.') : refusalOf(outcome.problems)
  }
  const { passwordLinkId } = outcome
  const { user_id: userId } = invitation
  if (password === undefined || passwordLinkId === null) return signInByMail(deps, userId, browser)
  // Nothing proves the mailbox better than this invitation.
  return spendOn(deps, { id: passwordLinkId, way: 'mailed', userId }, { password, browser }, now)
}
