import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronLeft, Download } from 'lucide-react'
import { type ReactNode, Suspense, useId } from 'react'
import { paths } from '../address/paths.ts'
import { myselfQuery } from '../api/person/me.ts'
import { ChangeEmailForm } from '../forms/change-email-form.tsx'
import { ChangePasswordForm } from '../forms/change-password-form.tsx'
import { ProfileForm } from '../forms/profile-form.tsx'
import { account } from '../text/account.ts'
import { text } from '../text/text.ts'
import { looks } from '../ui/act/button.tsx'
import { Heading } from '../ui/page/heading.tsx'
import { MySessions } from './my-sessions.tsx'
import { Passkeys } from './own-factor/passkeys.tsx'
import { SecondFactor } from './own-factor/second-factor.tsx'

const { profile: says } = text

export function ProfilePage() {
  const { user, locale } = useSuspenseQuery(myselfQuery).data
  return (
    <main className="flex flex-col gap-5 pt-4 pb-16 sm:pt-8">
      <div>
        <Link to={paths.courses} className="-ms-1 flex w-fit items-center text-quiet text-sm hover:text-ink">
          <ChevronLeft aria-hidden="true" className="rtl:-scale-x-100 size-4" />
          {text.courses.title}
        </Link>
        <Heading title={says.title} />
      </div>
      <Part title={says.about}>
        <ProfileForm profile={{ ...user, locale }} />
      </Part>
      <Part title={says.email}>
        <p className="text-quiet">{says.emailIs(user.email)}</p>
        <ChangeEmailForm />
      </Part>
      <Part title={says.password}>
        <ChangePasswordForm email={user.email} />
      </Part>
      <Part title={account.passkeys.section}>
        <Suspense>
          <Passkeys email={user.email} />
        </Suspense>
      </Part>
      <Part title={account.secondFactor.section}>
        <Suspense>
          <SecondFactor email={user.email} />
        </Suspense>
      </Part>
      <Part title={account.sessions.section}>
        <Suspense>
          <MySessions />
        </Suspense>
      </Part>
      <Part title={says.data}>
        <p className="text-quiet">{says.dataHint}</p>
        <a href="/api/me/data" download className={`${looks.quiet} w-fit`}>
          <Download aria-hidden="true" className="size-5" />
          {says.download}
        </a>
      </Part>
    </main>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section
      aria-labelledby={id}
      className="flex flex-col gap-4 rounded-2xl border border-line bg-surface p-5 shadow-card sm:p-7"
    >
      <h2 id={id} className="font-semibold text-lg">
        {title}
      </h2>
      {children}
    </section>
  )
}
