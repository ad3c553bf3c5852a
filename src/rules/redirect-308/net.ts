import type { ClientId } from '../../brand/clients/table.js'
import type { Edit, Fix } from '../../findings/finding.js'
import type { FileModel } from '../../languages/language.js'
import type { OptionTable, RequestSite } from '../../requests.js'
import { textOf } from '../hosts/decided.js'
import { insertion } from '../hosts/repair/repair.js'
import { checkRedirectEdits } from './net-go.js'
import { sessionEdits } from './net-python.js'
import type { Judged } from './wording.js'

/** An option that gives the token back, when it goes to kommo.com over https and nowhere else. */
export interface Net {
  readonly option: string
  /** Source of the entry, `  ` for each step of indentation; without semicolons. */
  lines(authorization: string, to: string, quote: string): readonly string[]
}

const FOLLOW_REDIRECTS: Net = {
  option: 'beforeRedirect',
  lines: (authorization, to, quote) => [
    `beforeRedirect: (${to}) => {`,
    `  if (${to}.protocol === ${quote}https:${quote} && ${KOMMO}.test(${to}.hostname)) {`,
    `    ${to}.headers.Authorization = ${authorization}`,
    '  }',
    '}',
  ],
}
const GOT: Net = {
  option: 'hooks',
  lines: (authorization, to, quote) => [
    'hooks: {',
    '  beforeRedirect: [',
    `    (${to}) => {`,
    `      const { protocol, hostname } = new URL(String(${to}.url))`,
    `      if (protocol === ${quote}https:${quote} && ${KOMMO}.test(hostname)) {`,
    `        ${to}.headers.authorization = ${authorization}`,
    '      }',
    '    },',
    '  ],',
    '}',
  ],
}
/** Accounts of Kommo, by the name of the host alone: a port may follow. */
const KOMMO = '/^[\\w-]+\\.kommo\\.com$/'

const NETS: Partial<Record<ClientId, Net>> = {
  axios: FOLLOW_REDIRECTS,
  'nest-http': FOLLOW_REDIRECTS,
  'follow-redirects': FOLLOW_REDIRECTS,
  got: GOT,
}

/** What a net is for clients whose options another module writes, by client: the option, and a value that stands for it. */
const OWN: Partial<Record<ClientId, { option: string; stands: string }>> = {
  requests: { option: 'subclass', stands: 'should_strip_auth' },
  'net/http': { option: 'CheckRedirect', stands: 'req.Header.Set("Authorization", authorization)' },
}

/** The request as it would be with the net; `undefined` where there is none for it, or the option is taken. */
export function withNet(request: RequestSite): RequestSite | undefined {
  const { settings, body, carries, client } = request
  const option = NETS[client]?.option ?? OWN[client]?.option
  if (option === undefined || carries !== 'bearer' || body !== 'plain' || settings[option] !== undefined)
    return undefined
  return { ...request, settings: { ...settings, [option]: OWN[client]?.stands ?? 'Authorization' } }
}

/**
 * What puts the net under all requests of a finding. `safe` only when the very version in use was measured with such an
 * option, `review` when those around it were, or when a person has to look at the code; `undefined` when that proves nothing.
 */
export function netFix(file: FileModel, group: readonly Judged[]): Fix | undefined {
  const edits = new Map<string, Edit>()
  let isSafe = true
  for (const { request, netted } of group) {
    const written = netted?.outcome === 'survives' ? netEdits(file, request) : undefined
    if (!written) return undefined
    isSafe &&= netted?.standing?.is === 'exact' && OWN[request.client] === undefined
    for (const edit of written) edits.set(`${edit.start} ${edit.text}`, edit)
  }
  return {
    kind: isSafe ? 'safe' : 'review',
    title: 'Keep the token when amocrm.com redirects to kommo.com',
    edits: [...edits.values()],
    create: [],
  }
}

/** What gives the client of a request its net. */
function netEdits(file: FileModel, { client, table, making }: RequestSite): Edit[] | undefined {
  const net = NETS[client]
  if (client === 'requests') return making && sessionEdits(file, making)
  if (table && client === 'net/http' && !table.names.includes('CheckRedirect'))
    return checkRedirectEdits(file, table)
  if (!net || !table?.authorization || table.names.includes(net.option)) return undefined
  return [entryEdit(file, table, net)]
}

function entryEdit(file: FileModel, table: OptionTable, net: Net): Edit {
  const { text } = file.source
  const { span, last = span, authorization = '' } = table
  const quote = count(text, /'/g) >= count(text, /"/g) ? "'" : '"'
  const end = count(text, /;[ \t]*$/gm) > count(text, /[\w)'"`\]][ \t]*$/gm) ? ';' : ''
  const written = net
    .lines(authorization, parameterName(authorization), quote)
    .map((line) => (/(?: = .*|\)\))$/.test(line) ? line + end : line))
  const indent = indentOf(file, last.start)
  if (indent === undefined || !textOf(file, span).includes('\n'))
    return insertion(file, last.end, `, ${joinedLines(written)}`)
  const step = stepOf(indent, indentOf(file, span.end - 1) ?? '')
  const lines = written.map(
    (line) => indent + line.replace(/^(?: {2})+/, (front) => step.repeat(front.length / 2)),
  )
  return insertion(file, last.end, `,${lines.map((line) => `\n${line}`).join('')}`)
}

const count = (text: string, sign: RegExp): number => text.match(sign)?.length ?? 0

/** A name that the expression does not use itself. */
function parameterName(expression: string): string {
  return (
    ['to', 'redirect', 'redirected'].find((name) => !new RegExp(`\\b${name}\\b`).test(expression)) ?? '_to'
  )
}

/** White space in front of what begins its line; `undefined` behind other code. */
function indentOf({ source }: FileModel, offset: number): string | undefined {
  const { line, column } = source.point(offset)
  const before = source.line(line).slice(0, column - 1)
  return /^[ \t]*$/.test(before) ? before : undefined
}

function stepOf(inner: string, outer: string): string {
  return inner.startsWith(outer) && inner.length > outer.length ? inner.slice(outer.length) : '  '
}

/** One line of several: brackets are spaced, and a trailing comma goes. */
function joinedLines(lines: readonly string[]): string {
  return lines
    .map((line) => line.trim())
    .join(' ')
    .replace(/([[(]) /g, '$1')
    .replace(/, ([\])])/g, ' $1')
    .replace(/(\}) \]/g, '$1]')
}
