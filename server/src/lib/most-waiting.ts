/** How many events may wait to be told: to one webhook, and to all of an organization together. */
export const mostWaiting = { webhook: 100_000, organization: 300_000 }
