import { expect, test } from 'vitest'
import { gatherFields } from './form-fields.ts'

const read = (form: string) => gatherFields(new URLSearchParams(form))

test.each<[form: string, fields: object]>([
  ['courses=ielts', { courses: 'ielts' }],
  ['courses=ielts&courses=gmat', { courses: ['ielts', 'gmat'] }],
  ['courses[]=ielts', { courses: ['ielts'] }],
  ['courses[]=ielts&courses[]=gmat', { courses: ['ielts', 'gmat'] }],
  ['courses[0]=ielts&courses[1]=gmat', { courses: ['ielts', 'gmat'] }],
  ['courses%5B0%5D=ielts&courses%5B1%5D=gmat', { courses: ['ielts', 'gmat'] }],
  ['courses[10]=c&courses[9]=b&courses[0]=a', { courses: ['a', 'b', 'c'] }],
  ['courses[0]=ielts&courses[0]=gmat', { courses: ['ielts', 'gmat'] }],
  ['courses=a&courses[]=b&courses[3]=c', { courses: ['a', 'b', 'c'] }],
  ['user[email]=a@example.com&user[tags][]=x&user[tags][]=y', { user: { email: 'a@example.com', tags: ['x', 'y'] } }],
  ['seats[0][product]=ielts&seats[0][quantity]=2', { seats: [{ product: 'ielts', quantity: '2' }] }],
  ['a[x]=1&a=2', { a: { '': ['2'], x: '1' } }],
  ['[0]=x', { '[0]': 'x' }],
  ['a[0=x', { 'a[0': 'x' }],
  ['a[1][2][3][4][5][6]=x', { 'a[1][2][3][4][5][6]': 'x' }],
  ['__proto__[x]=1', JSON.parse('{"__proto__":{"x":"1"}}')],
])('%s', (form, fields) => {
  expect(read(form)).toEqual(fields)
})

test('values that are lists already are joined', () => {
  expect(gatherFields([['courses[]', ['ielts', 'gmat']]])).toEqual({ courses: ['ielts', 'gmat'] })
  expect(gatherFields([['courses', ['ielts']]])).toEqual({ courses: ['ielts'] })
})
