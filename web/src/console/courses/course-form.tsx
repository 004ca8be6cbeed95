import type { Row } from '../../api/reading.ts'
import type { Sent } from '../../api/sending.ts'
import { SendForm, type SendFormProps } from '../../editing/send-form.tsx'
import { AccessField, type AccessName, readAccess } from '../../fields/access-field.tsx'
import { SelectField } from '../../fields/chosen/select-field.tsx'
import { TextField } from '../../fields/written/text-field.tsx'
import { words } from '../../text/words.ts'
import type { Fields, NameIn } from '../../ui/form/fields.ts'
import { Names } from './names.tsx'

type Name = NameIn<Sent<'/api/courses', 'post'>> | AccessName

type Course = Row<'/api/courses'>
type Props<Done> = Omit<SendFormProps<Done, Name>, 'children'> & { course?: Course }

/** Of a new course, and of one that is there. */
export function CourseForm<Done>({ course, ...props }: Props<Done>) {
  return (
    <SendForm {...props}>
      <Names of={course} />
      <TextField<Name>
        name="description"
        label={words.courses.description}
        defaultValue={course?.description ?? ''}
        isLong
      />
      <AccessField
        value={course?.access}
        whenNull={words.access.forEver}
        whenAbsent={course ? undefined : words.access.ofSettings}
      />
      <SelectField<Name>
        name="renewal"
        label={words.access.renewal}
        defaultValue={course?.renewal ?? 'extend'}
        options={Object.entries(words.access.renewals).map(([id, name]) => ({ id, name }))}
      />
    </SendForm>
  )
}

export function readCourse(fields: Fields<Name>) {
  return {
    display_name: fields.text('display_name'),
    name: fields.text('name'),
    description: fields.text('description'),
    access: readAccess(fields),
    renewal: fields.text('renewal') as Course['renewal'],
  } satisfies Sent<'/api/courses/{id}', 'patch'>
}
