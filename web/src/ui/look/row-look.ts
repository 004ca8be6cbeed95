/** Of what names a row of a list and opens it: the whole row does. */
export const rowLook = 'font-medium group-hover:text-accent group-hover:underline'
