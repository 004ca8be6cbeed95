import { useMutation } from '@tanstack/react-query'
import { describeError } from '../api/errors.ts'
import { renewPasswordLink } from '../api/password-links.ts'
import { text } from '../text/text.ts'
import { Button } from '../ui/button.tsx'
import { CardPage } from '../ui/card-page.tsx'
import { Notice } from '../ui/notice.tsx'

export function ExpiredLinkPage({ token, emailHint }: { token: string; emailHint: string }) {
  const renewal = useMutation({ mutationFn: () => renewPasswordLink(token) })
  if (renewal.isSuccess) return <LinkMailedPage emailHint={emailHint} />
  return (
    <CardPage key="expired" title={text.expiredLink.title}>
      <p className="text-quiet">{text.expiredLink.intro(emailHint)}</p>
      {renewal.error && <Notice kind="problem">{describeError(renewal.error)}</Notice>}
      <Button onPress={() => renewal.mutate()} isPending={renewal.isPending} pendingLabel={text.expiredLink.submitting}>
        {text.expiredLink.submit}
      </Button>
    </CardPage>
  )
}

function LinkMailedPage({ emailHint }: { emailHint: string }) {
  return (
    <CardPage key="mailed" title={text.linkMailed.title}>
      <p>{text.linkMailed.intro(emailHint)}</p>
      <p className="text-quiet">{text.linkMailed.late}</p>
    </CardPage>
  )
}
