import { useRouter } from '@tanstack/react-router'
import { type ReactNode, useContext } from 'react'
import { ApiError, describeError } from '../api/errors.ts'
import { isServerThere } from '../api/is-server-there.ts'
import { text } from '../text/text.ts'
import { Button } from '../ui/act/button.tsx'
import { InMain } from '../ui/look/in-main.ts'
import { CardPage } from '../ui/page/card-page.tsx'
import { Heading } from '../ui/page/heading.tsx'

/** In place of a page that could not be shown. The number lets the operator find the call in the log. */
export function FailurePage({ error }: { error: unknown }) {
  const router = useRouter()
  const Frame = useContext(InMain) ? InFrame : CardPage
  const { requestId = null, code = 'unexpected' } = error instanceof ApiError ? error : {}
  // Code that could not be fetched is asked for again by a new page alone.
  const retry = async () => {
    if (code !== 'unreachable') await router.invalidate()
    else if (await isServerThere()) location.reload()
  }
  return (
    <Frame title={text.failure.title}>
      <p className="text-quiet">{describeError(error)}</p>
      <Button onPress={() => void retry()}>{text.failure.retry}</Button>
      {requestId && (
        <p className="text-quiet text-sm">
          {text.failure.requestId} <code className="block select-all text-ink">{requestId}</code>
        </p>
      )}
    </Frame>
  )
}

/** Where the menu and the organization's sign are there already. */
function InFrame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="flex max-w-md flex-col gap-5">
      <Heading title={title} />
      {children}
    </div>
  )
}
