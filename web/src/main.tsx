import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { createRoot } from 'react-dom/client'
import { ApiError } from './api/errors.ts'
import { meQuery } from './api/me.ts'
import { createAppRouter } from './router.ts'
import { locale } from './text/language.ts'
import { loadText } from './text/text.ts'
import { applyTheme, readTheme } from './ui/theme.ts'
import './styles.css'

const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: error => hasCode(error, 'unauthenticated') && showSignIn() }),
  // `always`: without a network a call fails and says so, rather than wait in silence for one.
  defaultOptions: {
    queries: { networkMode: 'always', retry: (count, error) => count < 2 && isPassing(error) },
    mutations: { networkMode: 'always' },
  },
})

const router = createAppRouter(queryClient)

/** A session that ended while a page stood open: nobody is signed in, and the router's guards do the rest. */
function showSignIn() {
  queryClient.setQueryData(meQuery.queryKey, null)
  void router.invalidate()
}

/** Worth another try: nothing was refused, the server was only not there. */
function isPassing(error: Error) {
  return hasCode(error, 'unreachable') || hasCode(error, 'unavailable')
}

function hasCode(error: Error, code: ApiError['code']) {
  return error instanceof ApiError && error.code === code
}

document.documentElement.lang = locale
applyTheme(readTheme())

const container = document.getElementById('root')
if (!container) throw new Error('index.html has no #root')

const page = createRoot(container)
const show = () =>
  page.render(
    <StrictMode>
      <I18nProvider locale={locale}>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </I18nProvider>
    </StrictMode>,
  )
// In English, if the reader's language cannot be had.
void loadText().then(show, show)
