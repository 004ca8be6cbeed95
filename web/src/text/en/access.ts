/** How long access lasts, wherever that is written or shown. */
export const access = {
  label: 'Access lasts',
  kinds: { months: 'For months', days: 'For days', until: 'Until a day' },
  months: 'Months',
  days: 'Days',
  until: 'Last day',
  untilHint: 'To the end of that day, where the organization is.',
  forEver: 'For ever',
  ofCourses: 'As each course says',
  ofCoursesMonths: (least: number, most: number) => `As each course says: ${least}–${most} months`,
  ofProduct: 'As the product says',
  ofSettings: 'As the settings say',
  forMonths: (count: number) => (count === 1 ? '1 month' : `${count} months`),
  forDays: (count: number) => (count === 1 ? '1 day' : `${count} days`),
  takenBack: (day: string) => `Taken back on ${day}`,
  untilDay: (day: string) => `Until ${day}`,
  renewal: 'When it is bought again while it runs',
  renewals: {
    extend: 'The time is added at the end',
    longest: 'The later end counts',
    replace: 'It begins anew',
  },
}
