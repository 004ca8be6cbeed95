/** What an item is made of. */
export const itemKinds = ['lesson', 'practice_test', 'mock_test'] as const

export interface NewItem {
  readonly kind: (typeof itemKinds)[number]
  readonly title: string
  /** Where it opens. */
  readonly launch_url: string
  /** Whether it is open from enrolment on. Default: yes. */
  readonly starter?: boolean
}
