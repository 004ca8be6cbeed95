import type { ReactNode } from 'react'
import { useActing } from '../../acting/acting.ts'
import type { Listed } from '../../api/reading.ts'
import { CsvButton } from '../../table/csv-button.tsx'
import { Card } from '../../ui/page/card.tsx'

interface Props<Path extends Listed> {
  title: string
  /** What the file holds that one can take away. */
  path: Path
  query: object
  children: ReactNode
}

/** A picture of a report, and the same as a file. */
export function ReportCard<Path extends Listed>({ title, path, query, children }: Props<Path>) {
  const { unless } = useActing()
  return (
    <Card title={title} aside={<CsvButton list={{ label: title, path, query }} whyNot={unless('reports.export')} />}>
      {children}
    </Card>
  )
}
