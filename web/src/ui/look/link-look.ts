/** Of a link among text. */
export const linkLook = 'font-medium text-accent underline underline-offset-4 hover:text-accent-strong'
