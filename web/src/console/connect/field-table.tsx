import { words } from '../../text/words.ts'
import { CopyButton } from '../../ui/share/copy-button.tsx'
import type { Filled } from './fields.ts'
import { addressOf, type Setup } from './tools.ts'

/** The address, the header and the fields, as a tool asks for them. */
export function FieldTable({ setup, fields }: { setup: Setup; fields: readonly Filled[] }) {
  const copied = [
    [words.connect.address, addressOf(setup)],
    [words.connect.header, 'X-API-Key'],
    [words.connect.headerValue, setup.key],
  ] as const
  return (
    <>
      <dl className="flex flex-col gap-3">
        {copied.map(([name, value]) => (
          <div key={name} className="flex flex-col gap-1">
            <dt className="font-medium text-sm">{name}</dt>
            <dd className="flex flex-wrap items-center gap-2">
              <code className="min-w-0 select-all break-all rounded-lg bg-sunken px-3 py-2 text-sm">{value}</code>
              <CopyButton value={value} label={words.connect.copyValue(name)} />
            </dd>
          </div>
        ))}
      </dl>
      <table className="w-full text-start text-sm">
        <thead className="text-quiet">
          <tr className="border-line border-b">
            <th scope="col" className="py-2 pe-4 font-medium">
              {words.connect.field}
            </th>
            <th scope="col" className="py-2 font-medium">
              {words.connect.value}
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {fields.map(({ field, value, isPicked }) => (
            <tr key={field}>
              <th scope="row" className="whitespace-nowrap py-2 pe-4 font-normal">
                <code>{field}</code>
              </th>
              <td className="break-all py-2">
                <code className={isPicked ? '' : 'select-all'}>{value}</code>
                {isPicked && <span className="text-quiet"> ({words.connect.picked})</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
