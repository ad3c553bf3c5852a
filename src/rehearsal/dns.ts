import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { isNew, isOld } from './names.js'

/** Where the stand-ins listen. */
export const OLD_ADDRESS = '127.0.0.2'
export const NEW_ADDRESS = '127.0.0.3'

interface Question {
  name: string
  /** 1 asks for an IPv4 address. */
  type: number
  /** The bytes of the question, as they are repeated in the answer. */
  bytes: Buffer
}

/**
 * Answers one DNS query; `undefined` for what is no query. Names of other hosts do not exist.
 * @param onRefused is told such names
 */
export function answerTo(query: Buffer, onRefused: (name: string) => void = () => {}): Buffer | undefined {
  const question = questionOf(query)
  if (!question) return undefined
  const address = addressOf(question.name)
  // Programs ask for their own machine and for addresses backwards, too: that is no host of others.
  if (!address && question.name.includes('.') && !question.name.endsWith('.arpa')) onRefused(question.name)
  const isAnswered = address !== undefined && question.type === 1
  const head = Buffer.alloc(12)
  query.copy(head, 0, 0, 2)
  head.writeUInt16BE(address ? 0x8580 : 0x8583, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt16BE(isAnswered ? 1 : 0, 6)
  if (!isAnswered) return Buffer.concat([head, question.bytes])
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, ...address.split('.').map(Number)])
  return Buffer.concat([head, question.bytes, record])
}

function questionOf(query: Buffer): Question | undefined {
  const isQuery = query.length >= 17 && (query.readUInt8(2) & 0xf8) === 0 && query.readUInt16BE(4) === 1
  if (!isQuery) return undefined
  const labels: string[] = []
  let at = 12
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    if (length > 63 || at + 1 + length > query.length) return undefined
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += length + 1
  }
  if (at + 5 > query.length) return undefined
  return {
    name: labels.join('.').toLowerCase(),
    type: query.readUInt16BE(at + 1),
    bytes: query.subarray(12, at + 5),
  }
}

function addressOf(name: string): string | undefined {
  if (isOld(name)) return OLD_ADDRESS
  if (isNew(name)) return NEW_ADDRESS
  return name === 'localhost' ? '127.0.0.1' : undefined
}

/** Listens on 127.0.0.1:53, over UDP and TCP. */
export async function serveNames(onRefused: (name: string) => void): Promise<void> {
  const socket = createSocket('udp4')
  socket.on('error', () => undefined)
  socket.on('message', (query, from) => {
    const answer = answerTo(query, onRefused)
    if (answer) socket.send(answer, from.port, from.address)
  })
  socket.bind(53, '127.0.0.1')
  await once(socket, 'listening')
  const server = createServer((connection) => {
    let got = Buffer.alloc(0)
    connection.on('error', () => connection.destroy())
    connection.on('data', (chunk) => {
      got = Buffer.concat([got, chunk])
      for (let size = sizeOf(got); size !== undefined && got.length >= size + 2; size = sizeOf(got)) {
        const answer = answerTo(got.subarray(2, size + 2), onRefused)
        got = got.subarray(size + 2)
        if (!answer) return void connection.destroy()
        const prefix = Buffer.alloc(2)
        prefix.writeUInt16BE(answer.length)
        connection.write(Buffer.concat([prefix, answer]))
      }
    })
  })
  await once(server.listen(53, '127.0.0.1'), 'listening')
}

/** Over TCP each message is led by its length. */
const sizeOf = (bytes: Buffer): number | undefined => (bytes.length < 2 ? undefined : bytes.readUInt16BE(0))
