/** Why the embedded PostgreSQL does not run, in sentences for the operator, who can do something about it. */
export class CannotStart extends Error {}
