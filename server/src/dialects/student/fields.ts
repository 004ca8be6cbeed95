import { createNameReader } from '../../lib/field-names.ts'

/** The fields of `POST /provision/student`, with the words of other systems that are taken for them. */
export const readFieldName = createNameReader([
  { name: 'email', alsoCalled: ['email_address'] },
  { name: 'first_name', alsoCalled: ['given_name'] },
  { name: 'last_name', alsoCalled: ['family_name', 'surname'] },
  {
    name: 'courses',
    isList: true,
    alsoCalled: ['course', 'course_type', 'course_types'],
    mayBe: /course|^enrol{1,2}ments?$|^products?$|^skus?$/,
  },
  { name: 'tenure_months', mayBe: /tenure|months|^month$|^duration/ },
  { name: 'external_ref', mayBe: /^(?:external|order)?ref(?:erence)?$|^external(?:id|order|orderid|number)?$/ },
  { name: 'send_welcome_email', mayBe: /^(?:send)?welcome(?:e?mail)?$|^send(?:an?)?e?mail$/ },
  { name: 'source' },
])
