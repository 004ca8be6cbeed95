import { useMutation } from '@tanstack/react-query'
import { Link, useLoaderData, useParams } from '@tanstack/react-router'
import { paths } from '../../address/paths.ts'
import { describeError } from '../../api/errors.ts'
import { acceptInvitation } from '../../api/links/invitations.ts'
import { NewPasswordForm } from '../../forms/new-password-form.tsx'
import { useEnter } from '../../forms/use-enter.ts'
import { arriving } from '../../text/arriving.ts'
import { text } from '../../text/text.ts'
import { Button, looks } from '../../ui/act/button.tsx'
import { CardPage, type Sender } from '../../ui/page/card-page.tsx'
import { Notice } from '../../ui/tell/notice.tsx'
import { SignInThere } from './sign-in-there.tsx'

const { invitation: says } = arriving

/** Where a mailed invitation leads: what it offers, and one thing to do. */
export function InvitationPage() {
  const { token } = useParams({ from: '/invitation/$token' })
  const invitation = useLoaderData({ from: '/invitation/$token' })
  if (invitation.state !== 'pending')
    return <EndedInvitation state={invitation.state} organization={invitation.organization} />
  const { organization, team, offered, email_hint, password_needed } = invitation
  return (
    <CardPage key="pending" sender={organization} title={says.title} heading={says.heading(organization.name)}>
      <p className="text-quiet">
        {says.intro(email_hint)} {team && says.team(team.name)}
      </p>
      {offered.length > 0 && (
        <div>
          <h2 className="font-medium">{says.offers}</h2>
          <ul className="list-disc ps-5 marker:text-edge">
            {offered.map(name => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        </div>
      )}
      {organization.sign_in_at !== null ? (
        <>
          <p className="text-quiet">{says.bySigningIn}</p>
          <SignInThere organization={organization} to={paths.courses} />
        </>
      ) : password_needed ? (
        <>
          <p className="text-quiet">{says.choosePassword}</p>
          <NewPasswordForm save={password => acceptInvitation(token, password)} submitLabel={says.accept} />
        </>
      ) : (
        <AcceptButton token={token} />
      )}
    </CardPage>
  )
}

/** For who has a password already. */
function AcceptButton({ token }: { token: string }) {
  const enter = useEnter()
  const acceptance = useMutation({ mutationFn: () => acceptInvitation(token), onSuccess: enter })
  return (
    <>
      {acceptance.error && <Notice kind="problem">{describeError(acceptance.error)}</Notice>}
      <Button onPress={() => acceptance.mutate()} isPending={acceptance.isPending} pendingLabel={says.accepting}>
        {says.accept}
      </Button>
    </>
  )
}

function EndedInvitation({ state, organization }: { state: keyof typeof says.ended; organization: Sender }) {
  return (
    <CardPage key="ended" sender={organization} title={says.ended[state]}>
      <p className="text-quiet">{says.next[state]}</p>
      <Link to={paths.signIn} className={`${looks.quiet} w-full`}>
        {text.signIn.title}
      </Link>
    </CardPage>
  )
}
