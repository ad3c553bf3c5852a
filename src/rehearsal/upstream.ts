import { type IncomingHttpHeaders, request as send } from 'node:http'
import { request as sendSecurely } from 'node:https'
import { buffer } from 'node:stream/consumers'
import { portOf } from './names.js'
import type { Received } from './record.js'

interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
}

/** Headers that belong to one connection, not to the message. */
const HOP_BY_HOP = new Set([
  'connection',
  'expect',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
])

/**
 * Asks the user's own mock what kommo.com would be asked.
 * @returns its answer, or why there is none
 */
export async function handOn(
  upstream: string,
  headers: IncomingHttpHeaders,
  { record, target, body }: Received,
): Promise<Answer | string> {
  const base = new URL(upstream)
  const length = body && body.length > 0 ? { 'content-length': String(body.length) } : {}
  const options = {
    host: base.hostname.replace(/^\[|\]$/g, ''),
    port: portOf(base),
    path: `${base.pathname.replace(/\/$/, '')}${target}`,
    method: record.method,
    headers: { ...endToEnd(headers), ...length },
  }
  // The loopback of this machine, named by the user: there is nobody to mistake it for.
  const asked =
    base.protocol === 'https:' ? sendSecurely({ ...options, rejectUnauthorized: false }) : send(options)
  try {
    return await new Promise<Answer>((resolve, reject) => {
      asked.on('error', reject)
      asked.on('response', (answer) => {
        const { statusCode: status = 502 } = answer
        buffer(answer).then(
          (bytes) => resolve({ status, headers: endToEnd(answer.headers), body: bytes }),
          reject,
        )
      })
      asked.end(body)
    })
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)))
}
