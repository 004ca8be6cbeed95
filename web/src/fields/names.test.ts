/** Checked by the compiler: a field that the call does not have, or that says no form at all, does not compile. */
import { expect, expectTypeOf, test } from 'vitest'
import type { Sent } from '../api/sending.ts'
import { PeopleField } from '../inviting/people-field.tsx'
import { EmailField } from '../ui/form/email-field.tsx'
import { Field } from '../ui/form/field.tsx'
import type { Fields, NameIn } from '../ui/form/fields.ts'
import type { FormProps } from '../ui/form/form.tsx'
import { PasswordField } from '../ui/form/password-field.tsx'
import type { AccessName, readAccess } from './access-field.tsx'
import { CheckboxList } from './chosen/checkbox-list.tsx'
import { ChoiceField } from './chosen/choice-field.tsx'
import { ManyField } from './chosen/many-field.tsx'
import { RoleField } from './chosen/role-field.tsx'
import { SearchField } from './chosen/search-field.tsx'
import { SelectField } from './chosen/select-field.tsx'
import { SwitchField } from './chosen/switch-field.tsx'
import { DateField } from './written/date-field.tsx'
import { NumberField } from './written/number-field.tsx'
import { TagsField } from './written/tags-field.tsx'
import { TextField } from './written/text-field.tsx'

type Order = Sent<'/api/orders', 'post'>
type Group = NameIn<Sent<'/api/groups', 'post'>>

test('fields are called as the body calls them that is sent, parts after a dot', () => {
  expectTypeOf<'external_ref' | 'user.email' | 'lines.0.quantity'>().toExtend<NameIn<Order>>()
  expectTypeOf<'external_reference'>().not.toExtend<NameIn<Order>>()
  expectTypeOf<'user.mail'>().not.toExtend<NameIn<Order>>()
  expectTypeOf<'lines.0.quantities'>().not.toExtend<NameIn<Order>>()
  expectTypeOf<'user.custom_fields.level'>().toExtend<NameIn<Sent<'/api/provision', 'post'>>>()
  expectTypeOf<NameIn<{ only: string; both: number } | { both: number }>>().toEqualTypeOf<'both'>()
})

test('what is read of a form is one of its fields, and so is what is checked', () => {
  const read = (fields: Fields<Group>) => {
    fields.text('description')
    // @ts-expect-error misspelt
    fields.text('descripton')
    // @ts-expect-error misspelt
    fields.list('descripton')
  }
  expectTypeOf<Fields<AccessName | 'more'>>().toExtend<Parameters<typeof readAccess>[0]>()
  expectTypeOf<Fields<'access'>>().not.toExtend<Parameters<typeof readAccess>[0]>()
  expectTypeOf<Fields<Group>>().not.toExtend<Parameters<typeof readAccess>[0]>()
  expectTypeOf<Fields>().not.toExtend<Fields<Group>>()
  expectTypeOf<NonNullable<FormProps<'email'>['checks']>>().toEqualTypeOf<{
    email?: (value: string) => string | null
  }>()
  expect(read).toBeTypeOf('function')
})

test('each kind of field takes a name of its form, and none without saying the form', () => {
  const offerOf = () => ({})
  const found = {
    path: '/api/groups',
    optionOf: ({ id, name }: { id: number; name: string }) => ({ id, name }),
  } as const
  const label = ''
  const options = [] as const
  const fields = [
    () => TextField<Group>({ label, name: 'description' }),
    // @ts-expect-error misspelt
    () => TextField<Group>({ label, name: 'descripton' }),
    // @ts-expect-error of no form
    () => TextField({ label, name: 'description' }),
    // @ts-expect-error of no form
    () => NumberField({ label, name: 'description' }),
    // @ts-expect-error of no form
    () => DateField({ label, name: 'description' }),
    // @ts-expect-error of no form
    () => TagsField({ label, name: 'description' }),
    // @ts-expect-error of no form
    () => SwitchField({ label, name: 'description' }),
    // @ts-expect-error of no form
    () => RoleField({ label, name: 'description' }),
    // @ts-expect-error of no form
    () => SelectField({ label, options, name: 'description' }),
    // @ts-expect-error of no form
    () => ChoiceField({ label, options, name: 'description' }),
    // @ts-expect-error of no form
    () => CheckboxList({ label, options, name: 'description' }),
    // @ts-expect-error of no form
    () => PeopleField({ label, offerOf, name: 'description' }),
    () => SearchField<Group, '/api/groups'>({ label, ...found, name: 'description' }),
    // @ts-expect-error misspelt
    () => SearchField<Group, '/api/groups'>({ label, ...found, name: 'descripton' }),
    // @ts-expect-error misspelt
    () => ManyField<Group, '/api/groups'>({ label, ...found, name: 'descripton' }),
    // @ts-expect-error of no form
    () => SearchField({ label, ...found, name: 'description' }),
    // @ts-expect-error of no form
    () => ManyField({ label, ...found, name: 'description' }),
    // @ts-expect-error of no form
    () => Field({ label, name: 'description' }),
    // @ts-expect-error of no form
    () => EmailField({ autoComplete: 'email', name: 'description' }),
    // @ts-expect-error of no form
    () => PasswordField({ label, autoComplete: 'new-password', name: 'description' }),
  ]
  expect(fields).toHaveLength(20)
})
