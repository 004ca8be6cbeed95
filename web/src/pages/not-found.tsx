import { Link } from '@tanstack/react-router'
import { paths } from '../address/paths.ts'
import { text } from '../text/text.ts'
import { looks } from '../ui/act/button.tsx'
import { CardPage } from '../ui/page/card-page.tsx'

export function NotFoundPage() {
  return (
    <CardPage title={text.notFound.title}>
      <p className="text-quiet">{text.notFound.intro}</p>
      <Link to={paths.home} className={looks.main}>
        {text.notFound.home}
      </Link>
    </CardPage>
  )
}
