import { type Cst, namedOf } from '../grammar/cst.js'
import type { Lowering } from '../grammar/lowering.js'
import { call, identifier, other, type Range, unary, value, written } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'

/** Options of clients that name a file; a file that is named after a host lies under the old name. */
const FILES: Readonly<Record<string, string>> = {
  curl: '-o -D -T -E --output --output-dir --dump-header --upload-file --cert --key --cacert --capath --netrc-file --etag-save --etag-compare --hsts --trace --trace-ascii --stderr',
  wget: '-O -o -a -P --output-document --output-file --append-output --directory-prefix --post-file --body-file --certificate --private-key --ca-certificate',
}
const COOKIES: Readonly<Record<string, string>> = {
  curl: '-c --cookie-jar',
  wget: '--save-cookies --load-cookies',
}

const lists = (options: string | undefined, option: string) => options?.split(' ').includes(option) === true

/** What an option of a client names: a file, or the cookies that it keeps. */
export function heldUnder(command: string, option: string): string | undefined {
  if (lists(COOKIES[command], option)) return 'cookieJar'
  return lists(FILES[command], option) ? 'output' : undefined
}

/** A file by its name: `as` is how the shell writes that it is opened. */
function opened(at: Range, as: string, names: readonly Node[]): Node {
  const front = { start: at.start, end: at.start }
  return written(call(at, identifier(front, 'writeFile'), names), as)
}

/** `> "$host.json"`, `< list`; `< <(curl …)` is what a command writes. */
export function fileOf(redirect: Cst, to: Lowering): Node[] {
  const sign = redirect.children.find((each) => !each.named && /[<>]/.test(each.type))
  return namedOf(redirect)
    .filter((each) => !/^(?:number|file_descriptor)$/.test(each.type) && isTelling(each, to))
    .map((each) => {
      const lowered = to.lower(each)
      return each.type === 'process_substitution'
        ? lowered
        : opened(redirect, sign ? to.slice(sign) : '>', [lowered])
    })
}

/** A name that stands as it is, such as `/dev/null`, says nothing of a host. */
function isTelling(name: Cst, to: Lowering): boolean {
  return (
    /expansion$|substitution$|string$|^concatenation$/.test(name.type) || /amocrm|kommo/i.test(to.slice(name))
  )
}

/** `-n "$host"`, `-z "$host"`, `-f "$host.json"`: what a test with one side asks. */
export function asked(at: Range, sign: string, subject: Cst, to: Lowering): Node {
  const lowered = to.lower(subject)
  if (sign === '-z') return unary(at, '!', lowered)
  if (sign === '-n') return unary(at, '!', unary(at, '!', lowered))
  if (/^-[abcdefghkprsuwxGLNOS]$/.test(sign)) return opened(at, sign, [lowered])
  return sign === '-v' ? value(at, true) : other(at, 'test', [lowered])
}
