import { useMutation } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useActing } from '../acting/acting.ts'
import type { Listed } from '../api/reading.ts'
import { words } from '../text/words.ts'
import { Action } from '../ui/act/action.tsx'
import { notify } from '../ui/tell/notices.ts'
import { sayProblem } from '../ui/tell/problem.tsx'
import { type CsvList, saveCsv } from './save-csv.ts'

interface Props<Path extends Listed> {
  list: CsvList<Path>
  whyNot?: string | null
}

/** The whole list, as it is filtered and sorted, as a file. */
export function CsvButton<Path extends Listed>({ list, whyNot }: Props<Path>) {
  const { organization, organizationName, team } = useActing()
  const saving = useMutation({
    mutationFn: () => saveCsv(organization, list, [team?.name ?? organizationName, list.label].join(' – ')),
    onError: error => notify('problem', sayProblem(error)),
  })
  return (
    <Action icon={Download} isIconOnly isPending={saving.isPending} whyNot={whyNot} onPress={() => saving.mutate()}>
      {saving.isPending ? words.table.exporting : words.table.exportCsv}
    </Action>
  )
}
