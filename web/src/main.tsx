import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ownPath } from './address/own-path.ts'
import { paths } from './address/paths.ts'
import { ApiError } from './api/errors.ts'
import { isPassing } from './api/fetch-known.ts'
import { sessionOver } from './api/person/asking.ts'
import { meQuery } from './api/person/me.ts'
import { hasUnsaved } from './editing/watch-unsaved.ts'
import { createAppRouter } from './router.ts'
import { direction, locale } from './text/language.ts'
import { loadText } from './text/text.ts'
import { applyTheme, readTheme } from './ui/look/theme.ts'
import './styles.css'

const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: error => hasCode(error, 'unauthenticated') && void showSignIn() }),
  // `always`: without a network a call fails and says so, rather than wait in silence for one.
  defaultOptions: {
    queries: { networkMode: 'always', retry: (count, error) => count < 2 && isPassing(error) },
    mutations: { networkMode: 'always' },
  },
})

const router = createAppRouter(queryClient)

/** A session that ended while a page stood open. Where something is typed there, it is asked for in front of the page. */
async function showSignIn() {
  if (hasUnsaved()) return void sessionOver.ask()
  const email = queryClient.getQueryData(meQuery.queryKey)?.email
  queryClient.setQueryData(meQuery.queryKey, null)
  const { pathname, href } = router.state.location
  if (pathname === paths.signIn) return
  const next = ownPath(href)
  await router.navigate({ to: paths.signIn, search: { next }, state: { signedOut: 'ended', email }, replace: true })
}

function hasCode(error: Error, code: ApiError['code']) {
  return error instanceof ApiError && error.code === code
}

document.documentElement.lang = locale
document.documentElement.dir = direction
applyTheme(readTheme())

const container = document.getElementById('root')
if (!container) throw new Error('index.html has no #root')

const page = createRoot(container)
const show = () =>
  page.render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  )
// In English, if the reader's language cannot be had.
void loadText().then(show, show)
