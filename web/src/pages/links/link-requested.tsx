import { Link } from '@tanstack/react-router'
import { paths } from '../../address/paths.ts'
import { arriving } from '../../text/arriving.ts'
import { linkLook } from '../../ui/look/link-look.ts'
import { CardPage } from '../../ui/page/card-page.tsx'

/** The same for every address: nobody learns here who has an account. */
export function LinkRequestedPage({ email, next }: { email: string; next?: string | undefined }) {
  return (
    <CardPage key="requested" title={arriving.forgottenPassword.doneTitle}>
      <p>{arriving.forgottenPassword.done(email)}</p>
      <p className="text-quiet">{arriving.forgottenPassword.doneLate}</p>
      <p>
        <Link to={paths.signIn} search={{ next }} state={{ email }} className={linkLook}>
          {arriving.forgottenPassword.back}
        </Link>
      </p>
    </CardPage>
  )
}
