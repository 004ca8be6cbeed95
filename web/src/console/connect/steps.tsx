import { SelectField } from '../../fields/chosen/select-field.tsx'
import { words } from '../../text/words.ts'
import { Card } from '../../ui/page/card.tsx'
import { Code } from '../../ui/share/code.tsx'
import { CopyButton } from '../../ui/share/copy-button.tsx'
import { Notice } from '../../ui/tell/notice.tsx'
import { FieldTable } from './field-table.tsx'
import { listFields } from './fields.ts'
import { writeSnippet } from './snippets.ts'
import { remoteTools, type Setup, type Tool } from './tools.ts'

type Name = 'course'

interface Props {
  tool: Tool
  setup: Setup
  hasCourses: boolean
  onCourse: (course: string) => void
}

export function Steps({ tool, setup, hasCourses, onCourse }: Props) {
  const name = words.connect.tools[tool]
  const snippet = writeSnippet(tool, setup)
  const fields = listFields(tool)
  const isForShop = fields.length > 0 || tool === 'woocommerce'
  return (
    <Card title={isForShop ? words.connect.stepsTitle(name) : words.connect.stepsInCode}>
      {remoteTools.includes(tool) && isLocal(setup.origin) && (
        <Notice kind="problem">{words.connect.local(name, setup.origin)}</Notice>
      )}
      {!hasCourses && <Notice kind="problem">{words.connect.noCourses}</Notice>}
      <ol
        className={`flex max-w-prose flex-col gap-2 ${words.connect.steps[tool].length > 1 ? 'list-decimal ps-5' : ''}`}
      >
        {words.connect.steps[tool].map(step => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {isForShop && setup.courses.length > 0 && (
        <p className="flex flex-wrap gap-1.5 text-quiet text-sm">
          {words.connect.yourCourses}
          {setup.courses.map(course => (
            <code key={course} className="select-all rounded bg-sunken px-1.5 text-ink">
              {course}
            </code>
          ))}
        </p>
      )}
      {!isForShop && setup.courses.length > 1 && <CoursePicker setup={setup} onCourse={onCourse} />}
      {fields.length > 0 && <FieldTable setup={setup} fields={fields} />}
      {snippet && (
        <div className="flex flex-col gap-2">
          <Code>{snippet}</Code>
          <div>
            <CopyButton value={snippet} label={words.connect.copyCode} />
          </div>
        </div>
      )}
    </Card>
  )
}

function CoursePicker({ setup, onCourse }: Pick<Props, 'setup' | 'onCourse'>) {
  return (
    <div className="max-w-64">
      <SelectField<Name>
        name="course"
        label={words.connect.course}
        defaultValue={setup.course}
        onChange={onCourse}
        options={setup.courses.map(course => ({ id: course, name: course }))}
      />
    </div>
  )
}

function isLocal(origin: string): boolean {
  return /^https?:\/\/(?:localhost|127\.|\[::1\]|10\.|192\.168\.)/.test(origin)
}
