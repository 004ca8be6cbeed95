import { words } from '../text/words.ts'
import { FilterSelect } from './filter-select.tsx'

/** Whether what is over is listed too, such as what was archived. */
export function HiddenFilter({ name, label }: { name: string; label: string }) {
  const options = [{ id: 'true', name: words.table.shownToo }]
  return <FilterSelect name={name} label={label} any={words.table.hidden} options={options} />
}
