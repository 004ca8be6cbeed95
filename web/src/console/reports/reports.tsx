import { words } from '../../text/words.ts'
import { Tabs } from '../../ui/act/tabs.tsx'
import { Page } from '../../ui/page/page.tsx'
import { CompletionReport } from './completion-report.tsx'
import { EnrollmentsReport } from './enrollments-report.tsx'
import { ExpiringReport } from './expiring-report.tsx'
import { SeatsReport } from './seats-report.tsx'

const { tabs } = words.reports

export function ReportsPage() {
  return (
    <Page title={words.reports.title} about={words.reports.about}>
      <Tabs
        label={words.reports.title}
        parts={[
          { id: 'enrollments', name: tabs.enrollments, children: <EnrollmentsReport /> },
          { id: 'seats', name: tabs.seats, children: <SeatsReport /> },
          { id: 'completion', name: tabs.completion, children: <CompletionReport /> },
          { id: 'expiring', name: tabs.expiring, children: <ExpiringReport /> },
        ]}
      />
    </Page>
  )
}
