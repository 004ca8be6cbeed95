/** `npm run dev`: the server and the pages, each anew as its files change, until Ctrl-C. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const pages = 'http://localhost:5173' // of web/vite.config.ts

console.log(`Look at ${pages}. What the pages ask of the server goes on to it; mails are at ${pages}/mail.`)
const children = [
  run('..', ['--watch', '--watch-preserve-output', 'server/src/main.ts'], { PUBLIC_URL: pages }),
  run('../web', ['../node_modules/vite/bin/vite.js']),
]
// Ctrl-C in a terminal reaches them by itself; a signal to this process does not.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, endAll)
await Promise.race(children.map(child => once(child, 'exit')))
endAll()

function run(folder: string, args: string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  const cwd = fileURLToPath(new URL(folder, import.meta.url))
  return spawn(process.execPath, args, { cwd, env: { ...env, ...process.env }, stdio: 'inherit' })
}

function endAll(): void {
  for (const child of children) child.kill('SIGTERM')
}
