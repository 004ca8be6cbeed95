/** All pages together. Which stands at which address is in `routes/`, an area a file. */
import type { QueryClient } from '@tanstack/react-query'
import { createRouter } from '@tanstack/react-router'
import { parseSearch, stringifySearch } from './address/address.ts'
import { FailurePage } from './pages/failure.tsx'
import { LoadingPage } from './pages/loading.tsx'
import { consolePages } from './routes/console.ts'
import { learnerPages, waysIn } from './routes/learner.ts'
import { home, root, signedIn } from './routes/root.ts'
import { teamPages } from './routes/team.ts'

const tree = root.addChildren([home, signedIn.addChildren([learnerPages, consolePages, teamPages]), ...waysIn])

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queryClient },
    parseSearch,
    stringifySearch,
    scrollRestoration: true,
    // Of a page alone: what is around it stays.
    defaultErrorComponent: FailurePage,
    defaultPendingComponent: LoadingPage,
    defaultPendingMs: 400,
    defaultPendingMinMs: 300,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
  interface HistoryState {
    /** Why one is asked to sign in. */
    signedOut?: 'byThemselves' | 'ended'
    /** Whose sign-in it is likely to be. */
    email?: string
  }
}
