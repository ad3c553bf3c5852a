import { type Cst, childOf, fieldOf, fieldsOf, namedOf } from '../grammar/cst.js'
import { filled } from '../grammar/filled.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import {
  binary,
  call,
  entry,
  identifier,
  node as make,
  member,
  method,
  object,
  other,
  type Range,
  written,
} from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { asked, fileOf, heldUnder } from './files.js'
import { heredoc } from './strings.js'
import { ere } from './tests.js'

/** Commands that other tools are run through. */
const PREFIX = /^(?:sudo|command|exec|nohup|time|env|builtin|doas)$/
const HTTP = /^(?:http|https|httpie|xh|xhs)$/
const GREP = /^(?:e|f|z)?grep$/

const HEADER = /^["']?(origin|referer|host|x-forwarded-host)\s*:/i

/** What options of clients are given, by what it is for. */
const OPTIONS: Readonly<Record<string, string>> = {
  '-H': 'header',
  '--header': 'header',
  '-e': 'headers.referer',
  '--referer': 'headers.referer',
  '-d': 'data',
  '--data': 'data',
  '--data-raw': 'data',
  '--data-binary': 'data',
  '--data-urlencode': 'data',
  '--json': 'data',
  '--post-data': 'data',
  '--body-data': 'data',
  '-F': 'form',
  '--form': 'form',
  '-b': 'cookie',
  '--cookie': 'cookie',
  '-x': 'proxy',
  '--proxy': 'proxy',
  '-A': 'userAgent',
  '--user-agent': 'userAgent',
  '--resolve': 'resolve',
  '--connect-to': 'resolve',
  '-X': 'method',
  '-u': 'user',
}

/** A command with its arguments, what is put into it, and what is read into it. */
function command(node: Cst, to: Lowering, more: readonly Node[] = []): Node {
  const name = fieldOf(node, 'name')
  const args = fieldsOf(node, 'argument').filter((each) => each.named)
  const settings = node.children
    .filter((each) => each.type === 'variable_assignment')
    .map((each) => pair(each, to))
  const fed = [
    ...node.children
      .filter((each) => /^here(?:string|doc)_redirect$/.test(each.type))
      .flatMap((each) => fedBy(each, to)),
    ...more,
  ]
  const word = name ? to.slice(name) : ''
  if (name && PREFIX.test(word) && args[0]?.type === 'word' && /^[a-z]/.test(to.slice(args[0])))
    return made(node, args[0], args.slice(1), settings, fed, to)
  return name ? made(node, name, args, settings, fed, to) : other(node, 'command', [...settings, ...fed])
}

function made(
  node: Cst,
  name: Cst,
  args: readonly Cst[],
  settings: readonly Node[],
  fed: readonly Node[],
  to: Lowering,
): Node {
  const word = to.slice(name)
  if (word === 'test' && args.length === 3 && fed.length === 0) return compared(node, args, to)
  if (word === 'test' && args.length === 2) return asked(node, to.slice(args[0] as Cst), args[1] as Cst, to)
  if (word === 'echo' || word === 'printf') {
    const text = shown(node, word, args, to)
    if (text && fed.length === 0 && settings.length === 0) return text
  }
  if (GREP.test(word)) return searched(node, word, args, fed, to)
  if (word === 'sed') {
    const callee = member(name, identifier(name, 'sed'), 'replace')
    return written(call(node, callee, [...to.all(args), ...fed]), 'sed')
  }
  if (word === ':' || word === 'true')
    return make('SequenceExpression', node, { expressions: [...to.all(args), ...fed] })
  const isPlain = /^[\w.+-]+$/.test(word)
  const callee = isPlain
    ? identifier(name, HTTP.test(word) ? 'httpie' : word)
    : other(name, 'command', to.all(namedOf(name)))
  return call(node, callee, [
    ...withOptions(word, args, to),
    ...settings.map((each) => object(each, [each])),
    ...fed,
  ])
}

/** `-H "Origin: …"`, `--data=…`: what an option is given has its name. */
function withOptions(command: string, args: readonly Cst[], to: Lowering): Node[] {
  const found: Node[] = []
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as Cst
    const written = to.slice(arg)
    const purpose =
      heldUnder(command, written) ?? (Object.hasOwn(OPTIONS, written) ? OPTIONS[written] : undefined)
    const next = args[i + 1]
    if (purpose && next) {
      const header = purpose === 'header' ? HEADER.exec(to.slice(next))?.[1] : undefined
      found.push(named(next, header ? `headers.${header}` : purpose, to.lower(next)))
      i++
    } else found.push(optionOf(command, arg, to))
  }
  return found
}

/** `--referer=https://…` with its value in the same word. */
function optionOf(command: string, arg: Cst, to: Lowering): Node {
  const sign = /^--?[a-z][\w-]*=/.exec(to.slice(arg))?.[0].slice(0, -1)
  const purpose = sign && (heldUnder(command, sign) ?? OPTIONS[sign])
  const lowered = to.lower(arg)
  return purpose ? named(arg, purpose, lowered) : lowered
}

function named(at: Range, purpose: string, value: Node): Node {
  const front = { start: at.start, end: at.start }
  const keys = purpose.split('.').reverse()
  return keys.reduce((held, key) => object(at, [entry(at, identifier(front, key), held)]), value)
}

function pair(node: Cst, to: Lowering): Node {
  const name = fieldOf(node, 'name') as Cst
  const value = fieldOf(node, 'value')
  return entry(node, identifier(name, to.slice(name)), value ? to.lower(value) : identifier(name, '_'))
}

/** `<<< "$host"`, `<< EOF`. */
export function fedBy(redirect: Cst, to: Lowering): Node[] {
  const body = childOf(redirect, 'heredoc_body')
  if (body) return [heredoc(body, to.slice(childOf(redirect, 'heredoc_start') ?? body), to)]
  return redirect.type === 'herestring_redirect' ? to.all(namedOf(redirect)) : []
}

/** `test "$host" = "acme.com"`. */
function compared(node: Cst, args: readonly Cst[], to: Lowering): Node {
  const [left, operator, right] = args as [Cst, Cst, Cst]
  const sign = to.slice(operator)
  if (!/^(?:==?|!=)$/.test(sign)) return other(node, 'test', to.all([left, right]))
  return binary(node, to.lower(left), sign === '!=' ? '!==' : '===', to.lower(right))
}

/** What `echo` and `printf` write: the text itself, where it is one. */
function shown(node: Cst, name: string, args: readonly Cst[], to: Lowering): Node | undefined {
  const rest = args.filter((each) => !/^-[neE-]+$/.test(to.slice(each)))
  const [first, ...values] = rest
  if (!first || to.slice(first) === '-v') return undefined
  const show = (text: Node) => ({
    ...call(node, identifier({ start: node.start, end: node.start }, name), [text]),
    shown: text,
  })
  if (values.length === 0) return show(to.lower(first))
  if (name !== 'printf' || !/^(?:raw_)?string$/.test(first.type) || /\$/.test(to.slice(first)))
    return undefined
  const content = { start: first.start + 1, end: first.end - 1 }
  const filling = { plain: to.all(values), named: new Map<string, Node>() }
  return show(filled(first, [{ at: first, content }], /%%|%[-+0-9.]*[sdqb]/g, filling, to.text))
}

/** `grep -E pattern`: only extended patterns are patterns here; others are looked for as texts. */
function searched(node: Cst, name: string, args: readonly Cst[], fed: readonly Node[], to: Lowering): Node {
  const options = args
    .filter((each) => /^-/.test(to.slice(each)))
    .map((each) => to.slice(each))
    .join(' ')
  const rest = args.filter((each) => !/^-/.test(to.slice(each)))
  const [source, ...files] = rest
  const isExtended = name === 'egrep' || /(?:^|\s)-\w*E|--extended-regexp/.test(options)
  const isText =
    source !== undefined &&
    (source.type === 'raw_string' || (source.type === 'string' && !/[$`\\]/.test(to.slice(source))))
  if (!isExtended || !isText || !source || /(?:^|\s)-\w*[efo]/.test(options))
    return call(node, identifier({ start: node.start, end: node.start }, 'grep'), [...to.all(rest), ...fed])
  const content = { start: source.start + 1, end: source.end - 1 }
  const regex = ere(source, content, /(?:^|\s)-\w*i/.test(options) ? 'i' : '', to)
  const subject = other(node, 'input', [...to.all(files), ...fed])
  return written(method(node, regex, 'test', [subject]), 'grep')
}

/** Commands side by side: what the last one writes. */
function pipeline(node: Cst, to: Lowering): Node {
  const expressions = namedOf(node).map((each) => to.lower(each))
  return expressions.length === 1
    ? (expressions[0] as Node)
    : make('SequenceExpression', node, { expressions })
}

/** A command with what is read into it. */
function redirected(node: Cst, to: Lowering): Node {
  const body = fieldOf(node, 'body')
  const redirects = node.children.filter((each) => each.field === 'redirect')
  const fed = redirects.flatMap((each) => fedBy(each, to))
  const files = redirects.filter((each) => each.type === 'file_redirect').flatMap((each) => fileOf(each, to))
  if (!body) return other(node, 'redirect', [...fed, ...files])
  const run = body.type === 'command' ? command(body, to, fed) : to.lower(body)
  const loose = body.type === 'command' ? [] : fed
  if (files.length === 0 && loose.length === 0) return run
  const isExpression = !/(?:Statement|Declaration)$/.test(run.type)
  return loose.length === 0 && isExpression
    ? make('SequenceExpression', node, { expressions: [...files, run] })
    : other(node, 'redirect', [run, ...loose, ...files])
}

export const commands: Handlers = {
  command: (node, to) => command(node, to),
  pipeline,
  redirected_statement: redirected,
}
