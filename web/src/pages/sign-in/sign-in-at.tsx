import { useMutation } from '@tanstack/react-query'
import { Link, useLoaderData, useSearch } from '@tanstack/react-router'
import { paths } from '../../address/paths.ts'
import { describeError } from '../../api/errors.ts'
import { proveAccount } from '../../api/person/sign-in.ts'
import { ProviderLinks } from '../../forms/provider-links.tsx'
import { SignInForm } from '../../forms/sign-in-form.tsx'
import { useEnter, useWish } from '../../forms/use-enter.ts'
import { text } from '../../text/text.ts'
import { linkLook } from '../../ui/look/link-look.ts'
import { CardPage } from '../../ui/page/card-page.tsx'
import { Notice } from '../../ui/tell/notice.tsx'
import { Refused } from './refused.tsx'

/** An organization's own page to sign in. */
export function SignInAtPage() {
  const { organization, providers, password } = useLoaderData({ from: '/sign-in/$slug' })
  const { prove, signed_out } = useSearch({ from: '/sign-in/$slug' })
  const enter = useEnter()
  const to = useWish()
  if (prove !== undefined) return <ProvePage ticket={prove} />
  return (
    <CardPage title={text.signIn.at(organization.name)} sender={organization}>
      <Refused />
      {signed_out && <Notice kind="done">{text.signIn.signedOut}</Notice>}
      {to !== undefined && <p className="text-quiet">{text.signIn.toGoOn}</p>}
      <ProviderLinks providers={providers} to={to} />
      {password && (
        <>
          {providers.length > 0 && <p className="text-quiet">{text.signIn.orPassword}</p>}
          <SignInForm takesPassword onEntered={enter} />
        </>
      )}
      <p>
        <Link to={password ? paths.forgottenPassword : paths.signIn} search={{ next: to }} className={linkLook}>
          {password ? text.signIn.forgotten : text.signIn.otherAddress}
        </Link>
      </p>
    </CardPage>
  )
}

/** For who came from the provider with an address that has an account: it is joined by who can sign in to it. */
function ProvePage({ ticket }: { ticket: string }) {
  const { organization } = useLoaderData({ from: '/sign-in/$slug' })
  const joining = useMutation({
    mutationFn: () => proveAccount(ticket),
    onSuccess: url => location.assign(url),
  })
  return (
    <CardPage title={text.signIn.proveTitle} sender={organization}>
      <p className="text-quiet">{text.signIn.prove}</p>
      {joining.error && <Notice kind="problem">{describeError(joining.error)}</Notice>}
      <SignInForm takesPassword onEntered={() => joining.mutate()} />
      <p className="text-quiet">{text.signIn.proveWithout}</p>
      <p>
        <Link to={paths.forgottenPassword} className={linkLook}>
          {text.signIn.forgotten}
        </Link>
      </p>
    </CardPage>
  )
}
