/** The browser of the tests: an installed Chromium or Chrome. On Debian, root gets one installed; nobody else's machine is touched. */
import { spawnSync } from 'node:child_process'
import { accessSync, constants, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const macApplications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** The program, or null. CHROME_PATH goes before everything else; what it names must be there. */
export function findChromium(env = process.env): string | null {
  if (env.CHROME_PATH) {
    if (isProgram(env.CHROME_PATH)) return env.CHROME_PATH
    throw new Error(`CHROME_PATH is ${env.CHROME_PATH}, where there is no program.`)
  }
  const folders = (env.PATH ?? '').split(delimiter)
  const installed = names.flatMap(name => folders.map(folder => join(folder, name)))
  return [...installed, ...macApplications].find(isProgram) ?? null
}

/** For `launch` of Playwright. Throws, with what to do, where there is no browser. */
export function getChromiumLaunch(): { executablePath: string; args: string[] } {
  const executablePath = findChromium()
  if (!executablePath) throw new Error(whatToDo)
  const alone = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run']
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return { executablePath, args: ['--headless', '--disable-gpu', '--disable-quic', ...alone, ...asRoot] }
}

/** Makes sure that there is one, or throws with what to do. */
export function ensureChromium(): void {
  if (!findChromium() && isDebian() && process.getuid?.() === 0) installChromium()
  if (!findChromium()) throw new Error(whatToDo)
}

const whatToDo =
  'The tests need a browser. Install Chromium or Google Chrome (on Debian: `sudo apt-get install chromium`), or set CHROME_PATH to the program of one.'

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function isDebian(): boolean {
  try {
    return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'))
  } catch {
    return false
  }
}

function installChromium(): void {
  console.log('The tests need a browser: installing Chromium.')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [['update'], ['install', '--yes', '--no-install-recommends', 'chromium']]) {
    const { status } = spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'inherit', 'inherit'] })
    if (status !== 0) throw new Error(`\`apt-get ${args.join(' ')}\` failed. ${whatToDo}`)
  }
}
