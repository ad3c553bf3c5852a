import type { Cst } from '../grammar/cst.js'
import { holdsAll } from '../grammar/held.js'
import type { Lowering } from '../grammar/lowering.js'
import {
  array,
  assignment,
  binary,
  call,
  construct,
  identifier,
  logical,
  node as make,
  member,
  method,
  spread,
  text,
  unary,
  written,
} from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { inParentheses } from './macro-calls.js'
import { isPattern, patternIn, withFlag } from './patterns.js'

type Build = (at: Cst, args: readonly Node[], to: Lowering) => Node | undefined

interface MethodCall {
  at: Cst
  object: Node
  name: string
  args: readonly Node[]
  to: Lowering
  /** What stands between angle brackets: `parse::<Url>()`. */
  type?: string
}

type BuildOn = (called: MethodCall) => Node | undefined

const same: Build = (at, [value, ...more]) =>
  value && more.length === 0 ? inParentheses(at, value) : undefined

const url: Build = (at, [address, ...more]) =>
  address && more.length === 0 ? construct(at, identifier(at, 'URL'), [address]) : undefined

/** `Lazy::new(|| …)`: what the function gives back. */
const given: Build = (at, [made]) =>
  made?.type === 'ArrowFunctionExpression' && made.expression
    ? inParentheses(at, made.body as Node)
    : undefined

/** `iter::once("…")`. */
const single: Build = (at, args) => ({ ...array(at, args), isFixed: true })

/** Pairs of a table. */
const table: Build = (at, args) => construct(at, identifier({ start: at.start, end: at.start }, 'Map'), args)

/** `env::var("NAME")`. */
const setting: Build = (at, [name]) =>
  name && member(at, identifier({ start: at.start, end: at.start }, 'env'), name)

const SAME = [
  ...[
    'Some',
    'Ok',
    'Box::new',
    'Arc::new',
    'Rc::new',
    'Cow::from',
    'Cow::Borrowed',
    'Cow::Owned',
    'String::from',
  ],
  ...[
    'PathBuf::from',
    'Bytes::from_static',
    'HeaderValue::from_static',
    'HeaderValue::from_str',
    'Vec::from',
  ],
  ...[
    'Uri::from_str',
    'SecretString::new',
    'SecretString::from',
    'AllowOrigin::list',
    'AllowOrigin::exact',
    'Authority::from_static',
  ],
  ...[
    'Vec::from_iter',
    'String::from_utf8_lossy',
    'from_utf8',
    'str::from_utf8',
    'ByteString::from_static',
    'Regex::from',
  ],
  ...['HashSet::from', 'BTreeSet::from', 'HashSet::from_iter', 'BTreeSet::from_iter', 'IndexSet::from'],
  ...[
    'HeaderValue::try_from',
    'HeaderValue::from',
    'Origin::from',
    'Cell::new',
    'RefCell::new',
    'Mutex::new',
    'RwLock::new',
  ],
]

/** Functions by the last two parts of their path. */
const FUNCTIONS: Readonly<Record<string, Build>> = {
  ...Object.fromEntries(SAME.map((name) => [name, same])),
  ...Object.fromEntries(['Lazy', 'LazyLock', 'OnceLock', 'LazyCell'].map((name) => [`${name}::new`, given])),
  'Url::parse': url,
  'Url::from_str': url,
  'Uri::from_static': url,
  'Uri::from_maybe_shared': url,
  'iter::once': single,
  ...Object.fromEntries(['HashMap', 'BTreeMap', 'IndexMap'].map((name) => [`${name}::from`, table])),
  'env::var': setting,
  'dotenvy::var': setting,
  'Regex::new': (_at, [source]) => patternIn(source),
  'RegexBuilder::new': (_at, [source]) => patternIn(source),
  'fs::read_to_string': (at, args) => call(at, identifier(at, 'readFile'), args),
}

/** What a call of a library function does in the neutral tree; `undefined` for every other function. */
export function functionIdiom(at: Cst, path: string, args: readonly Node[], to: Lowering): Node | undefined {
  const parts = path.split('::')
  const name = parts.slice(-2).join('::')
  const known = Object.hasOwn(FUNCTIONS, name) ? name : (parts.at(-1) as string)
  const build = Object.hasOwn(FUNCTIONS, known) ? FUNCTIONS[known] : undefined
  const built = build?.(at, args, to)
  if (!built || !holdsAll(built, args, to.text)) return undefined
  return built.type === 'CallExpression' ? written(built, name) : built
}

/** A method of one argument under the name that it has in the neutral tree. */
const as =
  (name: string, place = 0): BuildOn =>
  ({ at, object, args }) =>
    args.length === place + 1 ? method(at, object, name, [args[place] as Node]) : undefined

/** A method that gives what it is called on in another form; a text that it is given is for people (`expect`). */
const handed: BuildOn = ({ at, object, name, args }) => {
  const told = args.filter((arg) => arg.type !== 'ArrowFunctionExpression')
  if (told.length === 0) return inParentheses(at, object)
  const front = { start: at.start, end: at.start }
  const telling = written(call(at, identifier(front, 'panic'), told), name)
  return make('SequenceExpression', at, { expressions: [telling, object] })
}

const bare =
  (name: string): BuildOn =>
  ({ at, object, args }) =>
    args.length === 0 ? method(at, object, name, []) : undefined

const compared =
  (operator: string): BuildOn =>
  ({ at, object, args: [other] }) =>
    other && binary(at, object, operator, other)

/** A value that stands in where there is none. */
const orElse: BuildOn = ({ at, object, args: [fallback] }) => {
  const value =
    fallback?.type === 'ArrowFunctionExpression'
      ? fallback.expression
        ? fallback.body
        : undefined
      : fallback
  return value && logical(at, object, '??', value as Node)
}

/** `host.find("x").is_some()`, `re.captures(x).is_none()`: a search that is asked for its success alone. */
const asked =
  (isNegated: boolean): BuildOn =>
  ({ at, object, args }) => {
    const callee = object.type === 'CallExpression' ? (object.callee as Node) : undefined
    const searched = callee?.type === 'MemberExpression' ? (callee.property.name as string) : ''
    const name = (object.asks as string | undefined) ?? ASKED[searched]
    if (args.length > 0 || name === undefined || !callee) return undefined
    const test = written(
      method(at, callee.object, name, object.arguments),
      String(object.written ?? searched),
    )
    return isNegated ? unary(at, '!', test) : test
  }

const ASKED: Readonly<Record<string, string>> = {
  indexOf: 'includes',
  exec: 'test',
  find: 'some',
  findIndex: 'some',
}

const isClosure = (node: Node | undefined): boolean => node?.type === 'ArrowFunctionExpression'

/** `find` asks every value, a pattern, or looks for a text. */
const found: BuildOn = ({ at, object, args, to }) => {
  const [sought] = args
  if (!sought || args.length > 1) return undefined
  if (isPattern(object, to)) return method(at, object, 'exec', [sought])
  return method(at, object, isClosure(sought) ? 'find' : 'indexOf', [sought])
}

const sought: BuildOn = (called) => {
  const made = as('lastIndexOf')(called)
  return made && { ...made, asks: 'includes' }
}

const split: BuildOn = ({ at, object, args, to }) => {
  const separator = args.at(-1)
  if (!separator) return undefined
  return isPattern(object, to)
    ? method(at, separator, 'split', [object])
    : method(at, object, 'split', [separator])
}

/** Of a text, or by a pattern in a text. */
const replaced =
  (name: string): BuildOn =>
  ({ at, object, args, to }) => {
    const [first, second] = args
    if (!first || !second) return undefined
    return isPattern(object, to)
      ? method(at, first, 'replace', [object, second])
      : method(at, object, name, [first, second])
  }

/** What a text becomes: an address, or a value that is compared and sent as the same letters. */
const parsed: BuildOn = ({ at, object, args, type }) => {
  if (args.length > 0) return undefined
  return /^(?:\w+::)*(?:Url|Uri)$/.test(type ?? '')
    ? construct(at, identifier({ start: at.start, end: at.start }, 'URL'), [object])
    : inParentheses(at, object)
}

/** What is cut off, or where: whether it is there can be asked for, too. */
const cut =
  (asks: string): BuildOn =>
  (called) => {
    const made = as('split')(called)
    return made && { ...made, asks }
  }

/** Texts of a list, one behind the other. */
const joined: BuildOn = ({ at, object, args }) => {
  const end = { start: at.end, end: at.end }
  return args.length === 0 ? method(at, object, 'join', [text(end, '', end)]) : undefined
}

/** One value is a member of a set, two are an entry of a table. */
const inserted: BuildOn = ({ at, object, args }) =>
  method(at, object, args.length === 1 ? 'add' : 'set', args)

const HANDED = [
  ...[
    'to_string',
    'to_owned',
    'into',
    'into_owned',
    'as_str',
    'as_bytes',
    'to_vec',
    'as_ref',
    'as_deref',
    'as_mut',
  ],
  ...[
    'clone',
    'cloned',
    'copied',
    'borrow',
    'deref',
    'iter',
    'into_iter',
    'iter_mut',
    'par_iter',
    'collect',
    'unwrap',
  ],
  ...[
    'expect',
    'ok',
    'try_into',
    'to_str',
    'into_bytes',
    'as_slice',
    'into_string',
    'into_boxed_str',
    'leak',
    'fuse',
  ],
  ...[
    'to_str_lossy',
    'into_inner',
    'ok_or',
    'ok_or_else',
    'context',
    'with_context',
    'map_err',
    'unwrap_or_default',
    'rev',
  ],
  ...['build', 'lock', 'read', 'as_deref_mut', 'unwrap_unchecked', 'peekable', 'flatten'],
]

/** Methods of texts, lists, patterns and addresses. */
const METHODS: Readonly<Record<string, BuildOn>> = {
  ...Object.fromEntries(HANDED.map((name) => [name, handed])),
  ends_with: as('endsWith'),
  starts_with: as('startsWith'),
  contains: as('includes'),
  contains_key: as('has'),
  find: found,
  rfind: sought,
  eq: compared('==='),
  ne: compared('!=='),
  eq_ignore_ascii_case: compared('==='),
  cmp: as('localeCompare'),
  partial_cmp: as('localeCompare'),
  split,
  rsplit: split,
  split_once: cut('includes'),
  rsplit_once: cut('includes'),
  splitn: split,
  rsplitn: split,
  split_terminator: split,
  strip_suffix: cut('endsWith'),
  strip_prefix: cut('startsWith'),
  trim_end_matches: as('trimEnd'),
  trim_start_matches: as('trimEnd'),
  trim_matches: as('trimEnd'),
  trim_left_matches: as('trimEnd'),
  trim_right_matches: as('trimEnd'),
  replace: replaced('replaceAll'),
  replacen: replaced('replace'),
  replace_all: replaced('replaceAll'),
  to_lowercase: bare('toLowerCase'),
  to_ascii_lowercase: bare('toLowerCase'),
  to_uppercase: bare('toUpperCase'),
  to_ascii_uppercase: bare('toUpperCase'),
  trim: bare('trim'),
  trim_end: bare('trim'),
  trim_start: bare('trim'),
  is_match: as('test'),
  captures: as('exec'),
  captures_iter: as('exec'),
  find_iter: as('exec'),
  find_at: as('exec'),
  is_some: asked(false),
  is_ok: asked(false),
  is_none: asked(true),
  is_err: asked(true),
  unwrap_or: orElse,
  unwrap_or_else: orElse,
  or: orElse,
  or_else: orElse,
  parse: parsed,
  any: as('some'),
  all: as('every'),
  position: as('findIndex'),
  // A list in order: one more value has a place in it.
  binary_search: as('lastIndexOf'),
  map: as('map'),
  filter: as('filter'),
  filter_map: as('map'),
  flat_map: as('flatMap'),
  for_each: as('forEach'),
  join: as('join'),
  concat: joined,
  push: as('push'),
  push_str: ({ at, object, args: [added] }) => added && assignment(at, object, '+=', added),
  insert: inserted,
  extend: ({ at, object, args: [list] }) => list && method(at, object, 'push', [spread(list, list)]),
  host_str: ({ at, object, args }) => (args.length === 0 ? member(at, object, 'hostname') : undefined),
  domain: ({ at, object, args }) => (args.length === 0 ? member(at, object, 'hostname') : undefined),
  host: ({ at, object, args }) => (args.length === 0 ? member(at, object, 'hostname') : undefined),
  len: ({ at, object, args }) => (args.length === 0 ? member(at, object, 'length') : undefined),
}

/** What a method does in the neutral tree; `undefined` for every method that nobody knows here. */
export function methodIdiom(called: MethodCall): Node | undefined {
  const { name, args, object, to } = called
  const flagged = withFlag(object, name, args[0])
  if (flagged) return flagged
  const built = Object.hasOwn(METHODS, name) ? METHODS[name]?.(called) : undefined
  if (!built || !holdsAll(built, [object, ...args], to.text)) return undefined
  return built.type === 'CallExpression'
    ? written(built, (built.written as string | undefined) ?? name)
    : built
}
