import { text } from '../../text/text.ts'
import { CardPage } from '../../ui/page/card-page.tsx'

/** Where who signed in anew comes back to. */
export function ProvenPage() {
  return (
    <CardPage title={text.proven.title}>
      <p className="text-quiet">{text.proven.hint}</p>
    </CardPage>
  )
}
