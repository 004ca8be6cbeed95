import { useMutation } from '@tanstack/react-query'
import { Send } from 'lucide-react'
import { Input, Label, TextField } from 'react-aria-components/TextField'
import { clientWith, getAnswer } from '../../api/client.ts'
import { look } from '../../fields/look.ts'
import { Changes } from '../../plan/changes.tsx'
import { words } from '../../text/words.ts'
import { Action } from '../../ui/act/action.tsx'
import { Card } from '../../ui/page/card.tsx'
import { Notice } from '../../ui/tell/notice.tsx'
import { Problem } from '../../ui/tell/problem.tsx'
import type { Setup, Tool } from './tools.ts'

interface Props {
  tool: Tool
  setup: Setup
  hasKey: boolean
  /** The key may provision, but not be told what courses are called. */
  known: readonly { id: number; name: string; display_name: string }[]
  onEmail: (email: string) => void
}

/** The call as the tool would make it, with its key in place of the session; only what it would do is asked. */
export function SendTest({ tool, setup, hasKey, known, onEmail }: Props) {
  const test = useMutation({
    mutationFn: async () => {
      const user = { email: setup.email, first_name: words.connect.exampleName }
      const body = { user, courses: [setup.course], source: tool }
      const params = { query: { mode: 'plan' as const } }
      const answer = await getAnswer(clientWith(setup.key).POST('/api/provision', { params, body }))
      return 'mode' in answer ? answer : null
    },
  })
  const names = known.map(({ id, name, display_name }) => ({ kind: 'course', id, name: display_name, key: name }))
  return (
    <Card title={words.connect.testTitle}>
      <p className="max-w-prose text-quiet">{words.connect.testHint}</p>
      <div className="flex flex-wrap items-end gap-3">
        <TextField value={setup.email} onChange={onEmail} type="email" className={`${look.field} w-full sm:w-80`}>
          <Label className={look.label}>{words.connect.email}</Label>
          <Input dir="auto" className={look.control} />
        </TextField>
        <Action
          icon={Send}
          isPending={test.isPending}
          whyNot={hasKey ? (setup.course ? null : words.connect.courseFirst) : words.connect.keyFirst}
          onPress={() => test.mutate()}
        >
          {test.isPending ? words.connect.testing : words.connect.test}
        </Action>
      </div>
      <p className="text-quiet text-sm">{words.connect.emailHint}</p>
      {test.error && <Problem error={test.error} />}
      {test.data && (
        <>
          <Notice kind="done">{words.connect.works}</Notice>
          <Changes plans={[{ ...test.data, names: [...test.data.names, ...names] }]} />
        </>
      )}
    </Card>
  )
}
