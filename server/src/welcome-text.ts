export interface Welcome {
  readonly url: string
  readonly demoKey: string | null
  readonly notes: readonly string[]
}

/** What the operator sees once the server listens; at the very first start with a call to try. */
export function welcomeText({ url, demoKey, notes }: Welcome): string {
  const lines = [...notes, `Usher is ready at ${url}`]
  if (demoKey) lines.push('', ...demoLines(url, demoKey))
  return `${lines.join('\n')}\n`
}

function demoLines(url: string, key: string): string[] {
  return [
    'A demo organization, Acme Prep, was made for you. Its API key, shown this once:',
    '',
    `  ${key}`,
    '',
    'Provision a student (paste this into another terminal, then open the set_password_url it answers):',
    '',
    `  curl -s ${url}/api/v1/provision/student/ \\`,
    `    -H "X-API-Key: ${key}" -H "Content-Type: application/json" \\`,
    `    -d '{"email":"jane@example.com","first_name":"Jane","last_name":"Doe","courses":["ielts","gmat"],"external_ref":"order-1"}'`,
    '',
  ]
}
