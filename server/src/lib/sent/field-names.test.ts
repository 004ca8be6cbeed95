import { expect, test } from 'vitest'
import { createNameReader, findNearName } from './field-names.ts'

const read = createNameReader([
  { name: 'email' },
  { name: 'first_name' },
  { name: 'courses', isList: true, alsoCalled: ['course'] },
  { name: 'external_ref' },
])

test.each([
  ['email', 'email'],
  ['Email', 'email'],
  ['EMAIL', 'email'],
  [' email ', 'email'],
  ['\ufeffemail', 'email'],
  ['e-mail', 'email'],
  ['firstName', 'first_name'],
  ['First Name', 'first_name'],
  ['ｅｍａｉｌ', 'email'],
  ['course', 'courses'],
  ['external-ref', 'external_ref'],
  ['еmаіl', 'email'],
  ['СОURSЕS', 'courses'],
  ['соυrѕеѕ', 'courses'],
  ['ΕΜΑΙL', 'email'],
  ['Émáil', 'email'],
])('%j is ours', (sent, field) => {
  expect(read(sent)).toEqual({ kind: 'ours', field, index: null })
})

test.each([
  ['courses1', 1],
  ['course_2', 2],
  ['courses.0', 0],
])('%j is an entry of a list', (sent, index) => {
  expect(read(sent)).toEqual({ kind: 'ours', field: 'courses', index })
})

test.each([
  ['emial', 'email'],
  ['emails', 'email'],
  ['mail', 'email'],
  ['email1', 'email'],
  ['corses', 'courses'],
  ['corse', 'courses'],
  ['fist_name', 'first_name'],
  ['exteral_rfe', 'external_ref'],
])('%j is near to one of ours', (sent, field) => {
  expect(read(sent)).toMatchObject({ kind: 'near', fields: [{ name: field }] })
  expect(findNearName(sent, ['email', 'first_name', 'courses', 'course', 'external_ref'])).toMatch(
    new RegExp(`^${field.slice(0, 6)}`),
  )
})

test('what may be one of ours is said to be so', () => {
  expect(read('course_id')).toMatchObject({ kind: 'perhaps', fields: [{ name: 'courses' }] })
  expect(read('Full name')).toMatchObject({ kind: 'perhaps', fields: [{ name: 'first_name' }] })
  expect(findNearName('order_id', ['email', 'external_ref'])).toBe('external_ref')
})

test.each([
  '',
  'utm_source',
  'phone',
  'company',
  'id',
  'order_status',
  'имя',
  'username2x',
  'city',
  'coupon',
  'quantity',
  'price',
  'currency',
  '名前',
  'first_time',
  '1',
  '[]',
])('%j is foreign', sent => {
  expect(read(sent)).toEqual({ kind: 'foreign' })
  expect(findNearName(sent, ['email', 'first_name'])).toBeUndefined()
})
