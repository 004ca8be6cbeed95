import { useRouter } from '@tanstack/react-router'
import { ApiError, describeError } from '../api/errors.ts'
import { text } from '../text/text.ts'
import { Button } from '../ui/button.tsx'
import { CardPage } from '../ui/card-page.tsx'

/** In place of a page that could not be shown. The number lets the operator find the call in the log. */
export function FailurePage({ error }: { error: unknown }) {
  const router = useRouter()
  const requestId = error instanceof ApiError ? error.requestId : null
  return (
    <CardPage title={text.failure.title}>
      <p className="text-quiet">{describeError(error)}</p>
      <Button onPress={() => router.invalidate()}>{text.failure.retry}</Button>
      {requestId && (
        <p className="text-quiet text-sm">
          {text.failure.requestId} <code className="block select-all text-ink">{requestId}</code>
        </p>
      )}
    </CardPage>
  )
}
