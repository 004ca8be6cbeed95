/** `usher provision` on a file of 100,000 students with two courses each: how many a second, and how much memory. */
import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { startUsher } from './usher.ts'

const students = Number(process.env.BENCH_STUDENTS ?? 100_000)

export async function run(): Promise<void> {
  const usher = await startUsher()
  try {
    const file = join(usher.dataDir, 'students.csv')
    await pipeline(Readable.from(csv()), createWriteStream(file))
    const first = await provision(file, usher.dataDir)
    const again = await provision(file, usher.dataDir)
    process.stdout.write(`
${students} students with two courses each, ${cpus().length} cores (${cpus()[0]?.model})

first time: ${describe(first)}
again:      ${describe(again)}
`)
  } finally {
    await usher.stop()
  }
}

function* csv(): Generator<string> {
  yield 'email,first_name,last_name,courses,external_ref\n'
  for (let n = 1; n <= students; n++) yield `student${n}@file.example.com,Jane,Doe,"ielts,gmat",order-${n}\n`
}

interface Measured {
  readonly seconds: number
  /** Megabytes of the command, a quarter of the way in and at the end. */
  readonly memory: readonly number[]
}

async function provision(file: string, dataDir: string): Promise<Measured> {
  const cli = fileURLToPath(new URL('../server/src/cli.ts', import.meta.url))
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: dataDir }
  const measure = fileURLToPath(new URL('memory.ts', import.meta.url))
  const options = [
    '--max-semi-space-size=32',
    '--import',
    measure,
    cli,
    'provision',
    file,
    '--organization',
    'acme-prep',
  ]
  const start = performance.now()
  const child = spawn(process.execPath, options, { env, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  const memory: number[] = []
  child.on('message', megabytes => memory.push(megabytes as number))
  let lines = 0
  for await (const _ of createInterface(child.stdout as Readable)) lines++
  const seconds = (performance.now() - start) / 1000
  if (lines !== students + 1) throw new Error(`${lines - 1} results for ${students} students`)
  return { seconds, memory }
}

function describe({ seconds, memory }: Measured): string {
  const quarter = memory[Math.floor(memory.length / 4)] ?? Number.NaN
  const rate = Math.round(students / seconds)
  return `${seconds.toFixed(1)} s with start and end, ${rate} students a second; memory ${quarter} MB early, ${Math.max(...memory)} MB at most`
}
