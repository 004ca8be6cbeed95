import { clientOf, getAnswer } from '../api/client.ts'
import type { Listed } from '../api/reading.ts'

export interface CsvList<Path extends Listed> {
  /** What the list is of: the file's name says so. */
  label: string
  path: Path
  params?: unknown
  query: object
}

/** Fetches the list as CSV and, under a name that says what it is and of which day, hands it to the browser as a file. A link could not name the organization one acts in. */
export async function saveCsv(
  organization: string,
  { path, params, query }: CsvList<Listed>,
  name: string,
): Promise<void> {
  // The API gives no file with what rows expand to: that is for the eye.
  const { expand: _, ...asked } = query as { expand?: unknown }
  const get = clientOf(organization).GET as (path: string, init: object) => Promise<{ data?: Blob; response: Response }>
  const file = await getAnswer(
    get(path, { params: { path: params, query: asked }, parseAs: 'blob', headers: { accept: 'text/csv' } }),
  )
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = `${name} – ${new Date().toLocaleDateString('sv')}.csv`.replace(/[\\/:*?"<>|]/g, ' ')
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
