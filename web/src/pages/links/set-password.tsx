import { useLoaderData, useParams } from '@tanstack/react-router'
import { setPassword } from '../../api/links/password-links.ts'
import { NewPasswordForm } from '../../forms/new-password-form.tsx'
import { arriving } from '../../text/arriving.ts'
import { CardPage } from '../../ui/page/card-page.tsx'
import { ExpiredLinkPage } from './expired-link.tsx'
import { UnknownLinkPage } from './unknown-link.tsx'

/** Where a mailed link leads. What can be done with it depends on what has become of it. */
export function SetPasswordPage() {
  const { token } = useParams({ from: '/set-password/$token' })
  const link = useLoaderData({ from: '/set-password/$token' })
  if (link.state === 'unknown') return <UnknownLinkPage />
  if (link.state === 'expired') return <ExpiredLinkPage token={token} link={link} />
  const { organization } = link
  return (
    <CardPage
      sender={organization}
      title={arriving.setPassword.title}
      heading={organization ? arriving.setPassword.welcome(organization.name) : undefined}
    >
      <p className="text-quiet">{arriving.setPassword.intro(link.email_hint)}</p>
      <NewPasswordForm save={password => setPassword(token, password)} />
    </CardPage>
  )
}
