/** How people sign in at an organization of this path: what the topmost says that says anything holds for all below it. */
export const signInModeAt = (path: string) => `(
  select above.sign_in_mode from organizations above where above.id = any(${path}) and above.sign_in_mode is not null
  order by cardinality(above.path) limit 1)`
