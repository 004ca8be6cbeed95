import type { ReactNode } from 'react'
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components/Tabs'
import { useAddress } from '../../address/use-address.ts'

interface Part {
  id: string
  name: string
  children: ReactNode
}

/** The parts of a page, one at a time; which one is in the address as `tab`. Null is a part that may not be seen. */
export function Tabs({ label, parts }: { label: string; parts: readonly (Part | null | false)[] }) {
  const [{ tab }, change] = useAddress<'tab'>()
  const shown = parts.filter(part => part !== null && part !== false)
  const first = shown[0]?.id
  return (
    <AriaTabs
      selectedKey={shown.some(({ id }) => id === tab) ? tab : first}
      onSelectionChange={key => change({ tab: key === first ? undefined : String(key) })}
      className="flex flex-col gap-6"
    >
      <TabList aria-label={label} className="flex gap-1 overflow-x-auto border-line border-b">
        {shown.map(({ id, name }) => (
          <Tab
            key={id}
            id={id}
            className="-mb-px cursor-pointer whitespace-nowrap border-transparent border-b-2 px-3 py-2.5 font-medium text-quiet text-sm -outline-offset-2 hover:text-ink data-selected:border-accent data-selected:text-ink"
          >
            {name}
          </Tab>
        ))}
      </TabList>
      {shown.map(({ id, children }) => (
        <TabPanel key={id} id={id} className="flex flex-col gap-6 outline-offset-4">
          {children}
        </TabPanel>
      ))}
    </AriaTabs>
  )
}
