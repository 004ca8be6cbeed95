import { Link, useLoaderData, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { paths } from '../../address/paths.ts'
import { JoinForm } from '../../forms/join-form.tsx'
import { arriving } from '../../text/arriving.ts'
import { text } from '../../text/text.ts'
import { linkLook } from '../../ui/look/link-look.ts'
import { CardPage, type Sender } from '../../ui/page/card-page.tsx'
import { JoinAsMe, type Joined } from './join-as-me.tsx'
import { type LinkSender, SignInThere } from './sign-in-there.tsx'

const { join: says } = arriving

/** Where a share link leads: by an address and a name, or, for who is signed in, by one press. */
export function JoinPage() {
  const { token } = useParams({ from: '/join/$token' })
  const { link, user } = useLoaderData({ from: '/join/$token' })
  const [joined, setJoined] = useState<Joined>()
  if (joined) return <JoinedPage {...joined} organization={link.organization} />
  if (link.state === 'full') return <FullLink {...link} isSignedIn={user !== null} token={token} />
  if (link.state !== 'open') return <EndedLink state={link.state} organization={link.organization} />
  const { target, organization, needs_approval, domains } = link
  const here = paths.join.replace('$token', token)
  return (
    <CardPage key="open" sender={organization} title={says.title} heading={says.heading(target.name)}>
      <p className="text-quiet">
        {says.intro[target.kind](organization.name)} {needs_approval && says.needsApproval}{' '}
        {domains.length > 0 && says.domains(domains.join(', '))}
      </p>
      {user ? (
        <JoinAsMe token={token} user={user} needsApproval={needs_approval} onAsked={setJoined} />
      ) : (
        <>
          <SignInThere organization={organization} to={here} />
          {organization.sign_in_at !== null && <p className="text-quiet">{says.orWithout}</p>}
          <JoinForm token={token} needsApproval={needs_approval} onJoined={setJoined} />
          {organization.sign_in_at === null && (
            <p>
              <Link to={paths.signIn} search={{ next: here }} className={linkLook}>
                {says.hasAccount}
              </Link>
            </p>
          )}
        </>
      )}
    </CardPage>
  )
}

function JoinedPage({ state, email, organization }: Joined & { organization: LinkSender | null }) {
  const there = organization?.sign_in_at ? organization : null
  if (state === 'pending')
    return (
      <CardPage key="pending" sender={organization} title={says.pendingTitle}>
        <p>{there ? says.pendingThere : says.pending(email)}</p>
      </CardPage>
    )
  if (there)
    return (
      <CardPage key="joined-there" sender={there} title={says.joinedThereTitle}>
        <p>{says.joinedThere(email)}</p>
        <SignInThere organization={there} to={paths.courses} />
      </CardPage>
    )
  return (
    <CardPage key="joined" sender={organization} title={says.joinedTitle}>
      <p>{says.joined(email)}</p>
      <p className="text-quiet">{says.joinedLate}</p>
    </CardPage>
  )
}

/** Who is in already may have a seat; everybody else asks for one. */
function FullLink({ target, organization, isSignedIn, token }: FullProps) {
  return (
    <CardPage key="full" sender={organization} title={says.full(target.name)}>
      <p className="text-quiet">{says.fullHint(organization.name)}</p>
      <p>
        {isSignedIn ? (
          <Link to={paths.courses} className={linkLook}>
            {text.courses.title}
          </Link>
        ) : organization.sign_in_at !== null ? (
          <SignInThere organization={organization} to={paths.join.replace('$token', token)} />
        ) : (
          <Link to={paths.signIn} search={{ next: paths.join.replace('$token', token) }} className={linkLook}>
            {text.signIn.title}
          </Link>
        )}
      </p>
    </CardPage>
  )
}

interface FullProps {
  target: { name: string }
  organization: LinkSender
  isSignedIn: boolean
  token: string
}

function EndedLink({ state, organization }: { state: keyof typeof says.ended; organization: Sender }) {
  return (
    <CardPage key="ended" sender={organization} title={says.ended[state]}>
      <p className="text-quiet">{says.endedHint}</p>
    </CardPage>
  )
}
