import type { ReactNode } from 'react'
import type { Row } from '../../api/reading.ts'
import type { Sent } from '../../api/sending.ts'
import { SendForm, type SendFormProps } from '../../editing/send-form.tsx'
import { AccessField, type AccessName, readAccess } from '../../fields/access-field.tsx'
import { ManyField } from '../../fields/chosen/many-field.tsx'
import { SelectField } from '../../fields/chosen/select-field.tsx'
import { TextField } from '../../fields/written/text-field.tsx'
import { useCourseNames } from '../../format/use-course-names.ts'
import { words } from '../../text/words.ts'
import type { Fields, NameIn } from '../../ui/form/fields.ts'
import { Names } from '../courses/names.tsx'

type Name = NameIn<Sent<'/api/products', 'post'>> | AccessName

type Product = Row<'/api/products'>
type Props<Done> = Omit<SendFormProps<Done, Name>, 'children'> & { product?: Product; children?: ReactNode }

/** Of a new bundle, and of one that is there: which courses it holds is said apart, for that changes what learners have. */
export function ProductForm<Done>({ product, children, ...props }: Props<Done>) {
  return (
    <SendForm {...props}>
      <Names of={product} />
      {children}
      <TextField<Name>
        name="description"
        label={words.courses.description}
        defaultValue={product?.description ?? ''}
        isLong
      />
      <AccessField value={product?.access} whenNull={words.access.ofCourses} />
      <SelectField<Name>
        name="renewal"
        label={words.access.renewal}
        defaultValue={product?.renewal ?? 'none'}
        options={[
          { id: 'none', name: words.products.noRenewal },
          ...Object.entries(words.access.renewals).map(([id, name]) => ({ id, name })),
        ]}
      />
    </SendForm>
  )
}

export function readProduct(fields: Fields<Name>) {
  const renewal = fields.text('renewal')
  return {
    display_name: fields.text('display_name'),
    name: fields.text('name'),
    description: fields.text('description'),
    access: readAccess(fields),
    renewal: renewal === 'none' ? null : (renewal as Product['renewal']),
  } satisfies Sent<'/api/products/{id}', 'patch'>
}

/** Which courses, by their names. */
export function CoursesField({ courses = [] }: { courses?: readonly string[] }) {
  const called = useCourseNames()
  return (
    <ManyField<Name, '/api/courses'>
      name="courses"
      label={words.products.coursesOf}
      hint={words.products.coursesHint}
      path="/api/courses"
      optionOf={({ name, display_name }) => ({ id: name, name: display_name, hint: name })}
      defaultValue={courses.map(name => ({ id: name, name: called(name) }))}
    />
  )
}
