/** The pages of learners, and the ways in. What they need is loaded with them: less than 150 kB, all told. */
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { type Address, addressOf } from '../address/address.ts'
import { ownPath } from '../address/own-path.ts'
import { paths } from '../address/paths.ts'
import { readEmailChange } from '../api/links/email-changes.ts'
import { readInvitation } from '../api/links/invitations.ts'
import { readPasswordLink } from '../api/links/password-links.ts'
import { readShareLink } from '../api/links/share-links.ts'
import { coursesQuery, myselfQuery } from '../api/person/me.ts'
import { findWaysThere } from '../api/person/sign-in.ts'
import { SignedInFrame } from '../pages/signed-in.tsx'
import { fetchMe, root, signedIn } from './root.ts'

const frame = createRoute({ getParentRoute: () => signedIn, id: 'learner', component: SignedInFrame })

const courses = createRoute({
  getParentRoute: () => frame,
  path: paths.courses,
  loader: ({ context }) => context.queryClient.ensureQueryData(coursesQuery),
  component: lazyRouteComponent(() => import('../pages/courses/my-courses.tsx'), 'MyCoursesPage'),
})

const profile = createRoute({
  getParentRoute: () => frame,
  path: paths.profile,
  beforeLoad: async () => (await import('../text/account.ts')).loadAccount(),
  loader: ({ context }) => context.queryClient.fetchQuery({ ...myselfQuery, staleTime: 0 }),
  component: lazyRouteComponent(() => import('../pages/profile.tsx'), 'ProfilePage'),
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: paths.signIn,
  validateSearch: addressOf('next', 'refused', 'number'),
  beforeLoad: async ({ context, search }) => {
    if ('refused' in search) return
    if (await fetchMe(context.queryClient))
      throw redirect({ href: ownPath((search as Address<'next'>).next) ?? paths.home, replace: true })
  },
  component: lazyRouteComponent(() => import('../pages/sign-in/sign-in.tsx'), 'SignInPage'),
})

/** Also for who is signed in: a session may not open what is here. */
const signInAt = createRoute({
  getParentRoute: () => root,
  path: paths.signInAt,
  validateSearch: addressOf('to', 'refused', 'number', 'prove', 'signed_out'),
  loader: ({ params }) => findWaysThere(params.slug),
  component: lazyRouteComponent(() => import('../pages/sign-in/sign-in-at.tsx'), 'SignInAtPage'),
})

/** In a window of its own, beside the one that asked for it. */
const proven = createRoute({
  getParentRoute: () => root,
  path: paths.proven,
  component: lazyRouteComponent(() => import('../pages/sign-in/proven.tsx'), 'ProvenPage'),
})

const forgottenPassword = createRoute({
  getParentRoute: () => root,
  path: paths.forgottenPassword,
  beforeLoad: loadArriving,
  validateSearch: addressOf('next'),
  component: lazyRouteComponent(() => import('../pages/sign-in/forgotten-password.tsx'), 'ForgottenPasswordPage'),
})

const setPassword = createRoute({
  getParentRoute: () => root,
  path: paths.setPassword,
  beforeLoad: loadArriving,
  loader: ({ params }) => readPasswordLink(params.token),
  component: lazyRouteComponent(() => import('../pages/links/set-password.tsx'), 'SetPasswordPage'),
})

const changeEmail = createRoute({
  getParentRoute: () => root,
  path: paths.changeEmail,
  beforeLoad: loadArriving,
  loader: ({ params }) => readEmailChange(params.token),
  component: lazyRouteComponent(() => import('../pages/links/change-email.tsx'), 'ChangeEmailPage'),
})

const invitation = createRoute({
  getParentRoute: () => root,
  path: paths.invitation,
  beforeLoad: loadArriving,
  loader: ({ params }) => readInvitation(params.token),
  component: lazyRouteComponent(() => import('../pages/links/invitation.tsx'), 'InvitationPage'),
})

const join = createRoute({
  getParentRoute: () => root,
  path: paths.join,
  beforeLoad: loadArriving,
  loader: async ({ context, params }) => {
    const [link, user] = await Promise.all([readShareLink(params.token), fetchMe(context.queryClient)])
    return { link, user }
  },
  component: lazyRouteComponent(() => import('../pages/links/join.tsx'), 'JoinPage'),
})

export const waysIn = [signIn, signInAt, proven, forgottenPassword, setPassword, changeEmail, invitation, join] as const

export const learnerPages = frame.addChildren([courses, profile])

async function loadArriving(): Promise<void> {
  await (await import('../text/arriving.ts')).loadArriving()
}
