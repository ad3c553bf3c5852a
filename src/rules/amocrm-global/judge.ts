import type { FixKind, KeptReason } from '../../findings/finding.js'
import type { FileModel } from '../../languages/language.js'
import type { GlobalRef } from '../../sites.js'

/** What a mention is about: decides with which others it has to move. */
export type Topic = 'use' | 'write' | 'type' | 'type-use' | 'lint' | 'build' | 'module' | 'text' | 'string'

/** A mention that stays, or one that has to change: how, and how sure that is, as far as its file alone can tell. */
export type Verdict = Keep | Move

export interface Keep {
  keep: KeptReason
}

export interface Move {
  keep?: undefined
  topic: Topic
  kind: FixKind
  /** Text for the name's own bytes; `undefined` when only a person can change it. */
  text: string | undefined
  /** Why the fix is not safe, as a clause. */
  why?: string
}

export const PAGE_VAR =
  'this classic script declares `APP` at its top level, and that variable is `window.APP` itself'

/** Judges one mention of `AMOCRM` by its own file. */
export function judge(ref: GlobalRef, file: FileModel): Verdict {
  const place = ref.place ?? {}
  if (file.nature === 'recorded') return { keep: 'recorded' }
  if (place.fallback) return { keep: 'already-migrated' }
  if (place.text === 'prose' && ref.members.length === 0) return { keep: 'brand-text' }
  if (place.text) return judgeText(ref)
  if (place.declares) return judgeDeclaration(ref)
  if (ref.via === 'property') return { keep: 'identifier' }
  if (ref.via === 'bare') {
    const bound = ref.bound('AMOCRM')
    if (bound === 'lexical' || bound === 'import' || ref.access === 'declare')
      return { keep: 'local-binding' }
    if (declaresAtTop(file, 'AMOCRM', 'script-let')) return { keep: 'local-binding' }
    if (bound === 'script-var' && isSecondName(file)) return { keep: 'already-migrated' }
  }
  return judgeUse(ref, file)
}

/** Every mention asks for them, and a large script has thousands of mentions: they are looked up once. */
const declarations = new WeakMap<FileModel, readonly GlobalRef[]>()

/** Mentions that declare a name. */
function declarationsIn(file: FileModel): readonly GlobalRef[] {
  let found = declarations.get(file)
  if (!found) {
    found = file.globals.filter((ref) => ref.place?.declares !== undefined)
    declarations.set(file, found)
  }
  return found
}

/** `var AMOCRM = window.APP` at the top of a classic script: its uses are uses of `APP`. */
function isSecondName(file: FileModel): boolean {
  return declarationsIn(file).some(
    ({ name, place }) => name === 'AMOCRM' && place?.declares === 'script-var' && place.fallback,
  )
}

function judgeText(ref: GlobalRef): Verdict {
  if (ref.via === 'comment' || ref.place?.text === 'prose')
    return { topic: 'text', kind: 'review', text: 'APP' }
  const topic = ref.access === 'write' ? 'write' : 'string'
  return {
    topic,
    kind: 'review',
    text: 'APP',
    why: 'the code is held in a string, where no scope can be seen',
  }
}

function judgeDeclaration(ref: GlobalRef): Verdict {
  const place = ref.place ?? {}
  const lists = place.beside?.includes('APP') ?? false
  switch (place.declares) {
    case 'type':
      if (place.doubt) return { topic: 'type', kind: 'manual', text: undefined, why: place.doubt }
      return { topic: 'type', kind: 'safe', text: 'APP' }
    case 'lint':
      return lists ? { keep: 'already-migrated' } : { topic: 'lint', kind: 'safe', text: 'APP' }
    case 'mock':
      return lists
        ? { keep: 'already-migrated' }
        : { topic: 'write', kind: 'safe', text: ref.shorthand ? 'APP: AMOCRM' : 'APP' }
    case 'script-var':
      return judgeScriptVar(ref)
    case 'script-let':
      return { keep: 'local-binding' }
    case 'provide':
      return manual('build', 'the bundler puts a module of this project in place of the free name')
    case 'build':
      if (lists) return { keep: 'already-migrated' }
      return ref.via === 'string'
        ? {
            topic: 'build',
            kind: 'review',
            text: 'APP',
            why: 'the bundler looks the global up under this name when the page runs it',
          }
        : manual('build', 'the bundler replaces the free name at build time')
    default:
      return manual('module', 'it names a module, and no documentation says that a module `APP` exists')
  }
}

function judgeScriptVar(ref: GlobalRef): Verdict {
  if (ref.place?.doubt) return manual('write', ref.place.doubt)
  if (ref.bound('APP') !== 'no') return manual('write', 'the script has another `APP` at its top level')
  const why = 'a variable at the top of a classic script is the constant itself, for every script of the page'
  return { topic: 'write', kind: 'review', text: 'APP', why }
}

function manual(topic: Topic, why: string): Move {
  return { topic, kind: 'manual', text: undefined, why }
}

function judgeUse(ref: GlobalRef, file: FileModel): Verdict {
  const topic: Topic =
    ref.access === 'write' || ref.access === 'delete' ? 'write' : ref.access === 'type' ? 'type-use' : 'use'
  const target = ref.via === 'bare' ? bareTarget(ref, file) : memberTarget(file)
  if (target.text === undefined) return manual(topic, target.why ?? '')
  const text = !ref.shorthand ? target.text : ref.via === 'bare' ? `AMOCRM: ${target.text}` : 'APP: AMOCRM'
  const why = ref.place?.doubt ?? target.why
  return why ? { topic, kind: 'review', text, why } : { topic, kind: 'safe', text }
}

interface Target {
  text?: string
  why?: string
}

/** What a property of the window becomes. */
function memberTarget(file: FileModel): Target {
  return declaresAtTop(file, 'APP', 'script-var') ? { why: PAGE_VAR } : { text: 'APP' }
}

/** What a bare name becomes: `APP`, or `window.APP` where `APP` means something else on the way to the global. */
function bareTarget(ref: GlobalRef, file: FileModel): Target {
  const bound = ref.bound('APP')
  if (declaresAtTop(file, 'APP', 'script-var')) return { why: PAGE_VAR }
  if (ref.bound('AMOCRM') === 'script-var') {
    return bound === 'no' || bound === 'script-var'
      ? { text: 'APP' }
      : { why: '`APP` means something else here, and `AMOCRM` is a variable of the page' }
  }
  if (bound === 'script-var' && !isDeclaredInPlainLetters(file)) return { why: PAGE_VAR }
  if (bound === 'no' && !declaresAtTop(file, 'APP', 'script-let')) return { text: 'APP' }
  if (ref.bound('window') !== 'no') return { why: '`APP` and `window` both mean something else here' }
  const realm = realmOf(file)
  if (realm !== 'browser')
    return { why: `\`APP\` means something else here, and \`window\` may not exist in ${realm}` }
  if (ref.place?.typed === 'bare') {
    return {
      text: 'window.APP',
      why: '`APP` means something else here, and `window.APP` needs a declaration of its own',
    }
  }
  return { text: 'window.APP' }
}

/** A declaration of `APP` may be written with escapes, which no mention shows. */
function isDeclaredInPlainLetters(file: FileModel): boolean {
  return declarationsIn(file).some((ref) => ref.name === 'APP')
}

/** Whether any classic script of the file declares `name` at its top level: the scripts of a page share it. */
export function declaresAtTop(file: FileModel, name: string, how: 'script-var' | 'script-let'): boolean {
  return declarationsIn(file).some(
    (ref) => ref.name === name && ref.place?.declares === how && !ref.place.fallback,
  )
}

const BROWSER_NAMES = ['window', 'document', 'navigator', 'location', '$', 'jQuery', 'define', 'localStorage']
const NODE_NAMES = ['process', '__dirname', '__filename', 'Buffer', 'Deno', 'Bun']

/** Where a file runs, as far as it shows: the constant exists in a page only, but tests and workers have no window. */
function realmOf(file: FileModel): 'browser' | 'a test' | 'a worker' | 'Node' {
  if (file.nature === 'test') return 'a test'
  if (file.family === 'markup') return 'browser'
  const free = file.freeNames
  if (free.has('importScripts') || /(?:^|[./-])worker\.[cm]?[jt]s$/i.test(file.source.path)) return 'a worker'
  if (BROWSER_NAMES.some((name) => free.has(name))) return 'browser'
  if (NODE_NAMES.some((name) => free.has(name)) || hasNodeImports(file)) return 'Node'
  return 'browser'
}

function hasNodeImports(file: FileModel): boolean {
  return file.modules?.imports.some(({ from }) => /^(?:node:|fs$|path$|http$|express$)/.test(from)) ?? false
}
