import { useMutation } from '@tanstack/react-query'
import { describeError } from '../../api/errors.ts'
import { type KnownLink, renewPasswordLink } from '../../api/links/password-links.ts'
import { text } from '../../text/text.ts'
import { Button } from '../../ui/act/button.tsx'
import { CardPage } from '../../ui/page/card-page.tsx'
import { Notice } from '../../ui/tell/notice.tsx'

export function ExpiredLinkPage({ token, link }: { token: string; link: KnownLink }) {
  const renewal = useMutation({ mutationFn: () => renewPasswordLink(token) })
  if (renewal.isSuccess) return <LinkMailedPage {...link} />
  return (
    <CardPage key="expired" sender={link.organization} title={text.expiredLink.title}>
      <p className="text-quiet">{text.expiredLink.intro(link.email_hint)}</p>
      {renewal.error && <Notice kind="problem">{describeError(renewal.error)}</Notice>}
      <Button onPress={() => renewal.mutate()} isPending={renewal.isPending} pendingLabel={text.expiredLink.submitting}>
        {text.expiredLink.submit}
      </Button>
    </CardPage>
  )
}

function LinkMailedPage({ email_hint, organization }: KnownLink) {
  return (
    <CardPage key="mailed" sender={organization} title={text.linkMailed.title}>
      <p>{text.linkMailed.intro(email_hint)}</p>
      <p className="text-quiet">{text.linkMailed.late}</p>
    </CardPage>
  )
}
