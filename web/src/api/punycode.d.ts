declare module 'punycode.js' {
  export function toASCII(host: string): string
  /** Throws for what is no encoded host. */
  export function toUnicode(host: string): string
}
