/** HTTP spoken to the letter, also such as no client would speak. */
import { once } from 'node:events'
import { connect } from 'node:net'

export interface RawAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  // biome-ignore lint/suspicious/noExplicitAny: what a test looks for in an answer, it says itself
  readonly body: any
}

export async function openConnection(url: string) {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  const closed = new Promise(resolve => socket.on('close', resolve).on('error', () => {}))
  let heard = ''
  socket.setEncoding('latin1').on('data', text => {
    heard += text
  })
  await once(socket, 'connect')
  return {
    say: (text: string): void => void socket.write(text, 'latin1'),
    /** Once the server has hung up: all that it said. */
    async answers(): Promise<RawAnswer[]> {
      await closed
      return [...readAnswers(heard)]
    },
  }
}

/** Says all of it at once; gives the one answer that comes before the server hangs up. */
export async function speak(url: string, text: string): Promise<RawAnswer> {
  const connection = await openConnection(url)
  connection.say(text)
  const answers = await connection.answers()
  if (answers.length !== 1) throw new Error(`${answers.length} answers`)
  return answers[0] as RawAnswer
}

function* readAnswers(text: string): Generator<RawAnswer> {
  for (let rest = text; rest !== ''; ) {
    const end = rest.indexOf('\r\n\r\n')
    const [first, ...lines] = rest.slice(0, end).split('\r\n')
    const headers = Object.fromEntries(lines.map(line => line.toLowerCase().split(/: (.*)/)))
    const length = Number(headers['content-length'] ?? 0)
    const body = Buffer.from(rest.slice(end + 4, end + 4 + length), 'latin1').toString()
    yield { status: Number(first?.split(' ')[1]), headers, body: body && JSON.parse(body) }
    rest = rest.slice(end + 4 + length)
  }
}
