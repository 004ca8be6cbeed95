import { createNameReader } from '../../lib/sent/field-names.ts'

/** The fields of `POST /provision/student`, with the words of other systems that are taken for them. */
export const readFieldName = createNameReader([
  { name: 'email', alsoCalled: ['email_address'] },
  { name: 'first_name', alsoCalled: ['given_name'] },
  { name: 'last_name', alsoCalled: ['family_name', 'surname'] },
  { name: 'courses', isList: true, alsoCalled: ['course', 'course_type', 'course_types'] },
  { name: 'tenure_months' },
  { name: 'external_ref' },
  { name: 'send_welcome_email' },
  { name: 'source' },
])
