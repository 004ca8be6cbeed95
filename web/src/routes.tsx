/** Which page stands at which address, who may see it, and what it loads first. */
import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, createRouter, redirect } from '@tanstack/react-router'
import { coursesQuery, meQuery } from './api/me.ts'
import { readPasswordLink } from './api/password-links.ts'
import { FailurePage } from './pages/failure.tsx'
import { ForgottenPasswordPage } from './pages/forgotten-password.tsx'
import { LoadingPage } from './pages/loading.tsx'
import { MyCoursesPage } from './pages/my-courses.tsx'
import { NotFoundPage } from './pages/not-found.tsx'
import { SetPasswordPage } from './pages/set-password.tsx'
import { SignInPage } from './pages/sign-in.tsx'
import { SignedInFrame } from './pages/signed-in.tsx'
import { paths } from './paths.ts'

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  errorComponent: FailurePage,
  notFoundComponent: NotFoundPage,
})

const home = createRoute({
  getParentRoute: () => root,
  path: paths.home,
  beforeLoad: () => {
    throw redirect({ to: paths.courses, replace: true })
  },
})

/** Around every page that needs somebody signed in; who that is comes with the context. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ context }) => {
    const user = await fetchMe(context.queryClient)
    if (!user) throw redirect({ to: paths.signIn, replace: true })
    return { user }
  },
  component: SignedInFrame,
})

const courses = createRoute({
  getParentRoute: () => signedIn,
  path: paths.courses,
  loader: ({ context }) => context.queryClient.ensureQueryData(coursesQuery),
  component: MyCoursesPage,
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: paths.signIn,
  beforeLoad: async ({ context }) => {
    if (await fetchMe(context.queryClient)) throw redirect({ to: paths.courses, replace: true })
  },
  component: SignInPage,
})

const forgottenPassword = createRoute({
  getParentRoute: () => root,
  path: paths.forgottenPassword,
  component: ForgottenPasswordPage,
})

const setPassword = createRoute({
  getParentRoute: () => root,
  path: paths.setPassword,
  loader: ({ params }) => readPasswordLink(params.token),
  component: SetPasswordPage,
})

const tree = root.addChildren([home, signedIn.addChildren([courses]), signIn, forgottenPassword, setPassword])

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queryClient },
    scrollRestoration: true,
    defaultPendingComponent: LoadingPage,
    defaultPendingMs: 400,
    defaultPendingMinMs: 300,
  })
}

/** A moment old is good enough: one visit asks once, not at each redirect. */
function fetchMe(queryClient: QueryClient) {
  return queryClient.fetchQuery({ ...meQuery, staleTime: 5_000 })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
  interface HistoryState {
    hasSignedOut?: boolean
  }
}
