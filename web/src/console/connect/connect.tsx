import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useActing } from '../../acting/acting.ts'
import { useAddress } from '../../address/use-address.ts'
import { reading } from '../../api/reading.ts'
import { words } from '../../text/words.ts'
import { Page } from '../../ui/page/page.tsx'
import { FirstCall } from './first-call.tsx'
import { type MadeKey, MakeKey } from './make-key.tsx'
import { SendTest } from './send-test.tsx'
import { Steps } from './steps.tsx'
import { ToolPicker } from './tool-picker.tsx'
import { type Tool, tools } from './tools.ts'

/** From nothing to the first call: a key, what to do with it, a test, and the call itself as it comes in. */
export function ConnectPage() {
  const [address, change] = useAddress<'tool' | 'course'>()
  const [made, setMade] = useState<Partial<Record<Tool, MadeKey>>>({})
  const [email, setEmail] = useState(words.connect.exampleEmail)
  const { organization, may } = useActing()
  const courses = useQuery({
    ...reading(organization, '/api/courses', { query: { limit: 200 } }),
    enabled: may('catalog.view'),
  })
  const tool = tools.find(tool => tool === address.tool) ?? 'woocommerce'
  const known = courses.data?.data ?? []
  const names = known.map(({ name }) => name)
  const course = names.find(name => name === address.course) ?? names[0] ?? ''
  const key = made[tool]
  const setup = {
    origin: window.location.origin,
    key: key?.key ?? words.connect.keyPlace,
    email,
    course,
    courses: names,
  }
  return (
    <Page title={words.connect.title} about={words.connect.about}>
      <ToolPicker tool={tool} onPick={tool => change({ tool })} />
      <MakeKey key={`key of ${tool}`} tool={tool} made={key} onMade={key => setMade({ ...made, [tool]: key })} />
      <Steps
        tool={tool}
        setup={setup}
        hasCourses={!courses.isSuccess || names.length > 0}
        onCourse={course => change({ course })}
      />
      <SendTest
        key={`test of ${tool}`}
        tool={tool}
        setup={setup}
        hasKey={key !== undefined}
        known={known}
        onEmail={setEmail}
      />
      {may('operations.view') && <FirstCall madeKey={key?.id} />}
    </Page>
  )
}
