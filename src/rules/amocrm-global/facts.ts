import type { FixKind } from '../../findings/finding.js'
import type { FileModel } from '../../languages/language.js'
import type { GlobalRef } from '../../sites.js'
import { declaresAtTop, judge, type Move, type Topic } from './judge.js'
import { settingMoves } from './settings.js'

/** What one file contributes to the decision which mentions move together. Plain data. */
export interface FileFacts {
  moves: MoveFact[]
  /** Type declarations of `APP`. */
  appTypes: TypeFact[]
  /** Byte offsets of whole-object writes of `APP` that do not come from `AMOCRM`. */
  appWrites: number[]
  /** A name that a classic script of the file declares at its top level, for every script of its page. */
  pageName?: 'APP' | 'AMOCRM'
  /** The page's own markup, whose scripts no other file shares. */
  page: boolean
  /** Tests and development mocks set both names on purpose. */
  test: boolean
  /** The bundler puts something in place of the free name `APP`. */
  appReplaced?: boolean
  /** `AMOCRM` is set to `APP`, or to an object of the file's own where the page has neither. */
  ownOld?: boolean
  /** Bare uses of `AMOCRM` that stay, beside `APP`. */
  bareStays?: boolean
  /** Dependencies whose name says that they may declare the constant. */
  packages: string[]
}

export interface TypeFact {
  start: number
  typed: string
  value: string
  local: boolean
}

/** One mention that has to move, without its text. */
export interface MoveFact {
  start: number
  end: number
  topic: Topic
  kind: FixKind
  why?: string
  /** See `GlobalPlace.typed`. */
  typed?: string
  value?: string
  /** The declaration holds for its file alone. */
  local?: boolean
  bare: boolean
  /** A key that the bundler replaces: free names of the project are not the constant. */
  replaces?: boolean
}

/** Facts of a file, or `undefined` when it has nothing to say. */
export function factsOf(file: FileModel): FileFacts | undefined {
  const moves: MoveFact[] = []
  const appTypes: TypeFact[] = []
  const appWrites: number[] = []
  let appReplaced = false
  let ownOld = false
  let bareStays = false
  for (const ref of file.globals) {
    const place = ref.place ?? {}
    const { start, end } = ref.span
    if (ref.name === 'APP') {
      if (place.declares === 'provide' || place.declares === 'build') appReplaced ||= ref.via === 'property'
      else if (place.declares === 'type') {
        appTypes.push({
          start,
          typed: place.typed ?? '',
          value: place.value ?? '',
          local: place.local ?? false,
        })
      } else if (ref.access === 'write' && !place.fallback && isOfPage(ref)) appWrites.push(start)
      continue
    }
    ownOld ||= place.own ?? false
    const verdict = judge(ref, file)
    if (verdict.keep !== undefined) {
      bareStays ||= verdict.keep === 'already-migrated' && ref.via === 'bare' && ref.bound('AMOCRM') === 'no'
      continue
    }
    moves.push(
      moveFact(verdict, start, end, {
        bare: ref.via === 'bare',
        ...(place.typed !== undefined && { typed: place.typed }),
        ...(place.value !== undefined && { value: place.value }),
        ...((place.local || ref.via === 'comment') && { local: true }),
        ...((place.declares === 'provide' || (place.declares === 'build' && ref.via === 'property')) && {
          replaces: true,
        }),
      }),
    )
  }
  for (const setting of settingMoves(file)) {
    moves.push(moveFact(setting.verdict, setting.span.start, setting.span.end, { bare: false }))
  }
  const pageName = pageNameOf(file)
  const packages = packagesOf(file)
  if (
    moves.length + appTypes.length + appWrites.length + packages.length === 0 &&
    !pageName &&
    !appReplaced &&
    !ownOld &&
    !bareStays
  )
    return undefined
  const page = file.family === 'markup'
  const test = file.nature === 'test'
  return {
    moves,
    appTypes,
    appWrites,
    ...(pageName && { pageName }),
    ...(appReplaced && { appReplaced }),
    ...(ownOld && { ownOld }),
    ...(bareStays && { bareStays }),
    page,
    test,
    packages,
  }
}

/** Whether a fact tells of nothing but uses, which are gone when all of them have moved. */
export function holdsUsesOnly({ moves, page, test, ...more }: FileFacts): boolean {
  const { appTypes, appWrites, packages, ...flags } = more
  if (appTypes.length + appWrites.length + packages.length > 0) return false
  return Object.values(flags).every((flag) => !flag) && moves.every(({ topic }) => topic === 'use')
}

/** A property of the window, or a bare name that nothing in the file declares. */
function isOfPage(ref: GlobalRef): boolean {
  return ref.via !== 'bare' || ref.bound(ref.name) === 'no'
}

function pageNameOf(file: FileModel): FileFacts['pageName'] {
  if (declaresAtTop(file, 'APP', 'script-var') || declaresAtTop(file, 'APP', 'script-let')) return 'APP'
  return declaresAtTop(file, 'AMOCRM', 'script-let') ? 'AMOCRM' : undefined
}

/** Dependencies of a package.json that may bring a type declaration of the constant along. */
function packagesOf(file: FileModel): string[] {
  if (file.family !== 'json' || !/(?:^|\/)package\.json$/.test(file.source.path)) return []
  return file.texts.flatMap(({ parts: [part], uses }) => {
    const path = uses
      .flatMap((use) => (use.is === 'key' ? use.of : []))
      .find((use) => use.is === 'setting')?.path
    const isDependency = path?.length === 2 && /dependencies$/i.test(path[0] ?? '')
    return isDependency && part?.kind === 'literal' && /amo|kommo/i.test(part.text) ? [part.text] : []
  })
}

function moveFact(
  move: Move,
  start: number,
  end: number,
  more: Omit<MoveFact, 'start' | 'end' | 'topic' | 'kind' | 'why'>,
): MoveFact {
  return {
    start,
    end,
    topic: move.topic,
    kind: move.kind,
    ...(move.why !== undefined && { why: move.why }),
    ...more,
  }
}
