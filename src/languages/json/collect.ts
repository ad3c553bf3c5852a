import { type ParseError, printParseErrorCode, visit } from 'jsonc-parser'
import type { Source } from '../../files/source.js'
import type { ListSite, TextSite, Use } from '../../sites.js'
import { decodeBackslashes } from '../decode.js'
import { isScriptText } from '../embedded.js'
import { partsOf, textOf, type Written } from '../holes.js'
import { filledSites } from '../lists.js'
import { byPlace, literal, mentionsBrand, spanOf, textSite } from '../site.js'
import { patternUse } from '../text/pattern-use.js'
import { exportUses } from './exports.js'

interface Frame {
  array: boolean
  /** Text of `key`, `name` or `header` in an object that names a header: `{ "key": "…", "value": "…" }`. */
  header?: string
  key: string
  /** Keys of an object that mention a brand, also those that are yet to come. */
  named: string[]
  index: number
  /** Strings of an array that mention a brand; their sites wait until all items are known. */
  waiting: [number, number][]
  /** UTF-16 ranges of the items of an array, in triples: start, end, is a string. */
  items: number[]
}

export interface Collected {
  texts: TextSite[]
  problems: { message: string; offset: number; length: number }[]
}

/** Sites of every string, key and comment of the JSON in `[start, end)` of the source that mentions a brand. */
export function collectJson(source: Source, start = 0, end = source.text.length): Collected {
  const text = start === 0 && end === source.text.length ? source.text : source.text.slice(start, end)
  const texts: TextSite[] = []
  const errors: ParseError[] = []
  const exported = exportUses(source)
  const frames: Frame[] = []
  const pathTo = (depth: number): string[] =>
    frames.slice(0, depth).map((frame) => (frame.array ? String(frame.index) : frame.key))
  const own = (): string[] => pathTo(frames.length)

  const beginItem = (from: number, to: number, isString: number): void => {
    const top = frames.at(-1)
    if (!top?.array) return
    top.index++
    top.items.push(from, to, isString)
  }
  const open = (array: boolean) => (offset: number, length: number) => {
    beginItem(start + offset, start + offset + length, 0)
    frames.push({ array, key: '', named: [], index: -1, waiting: [], items: [] })
  }
  const close = (): void => {
    const frame = frames.pop()
    if (frame && frame.waiting.length > 0) {
      const path = own()
      const labels = hostOfLabels(source, frame, path)
      if (labels)
        texts.push(
          ...filledSites(
            source,
            labels,
            { uses: exported?.(path) ?? [{ is: 'setting', path }], owner: path },
            HOLES,
          ),
        )
      const list = arrayList(source, frame.items, path)
      if (!labels)
        for (const [from, to] of frame.waiting)
          texts.push(
            ...stringSites(source, from, to, exported?.(path) ?? [{ is: 'element', of: list }], path),
          )
    }
  }
  visit(
    text,
    {
      onObjectBegin: open(false),
      onArrayBegin: open(true),
      onObjectEnd: close,
      onArrayEnd: close,
      onObjectProperty(property, offset, length) {
        const top = frames.at(-1)
        if (top) top.key = property
        if (!mentionsBrand(property)) return
        top?.named.push(property)
        const use: Use = { is: 'key', of: [{ is: 'setting', path: own() }], beside: top?.named ?? [] }
        texts.push(
          ...stringSites(
            source,
            start + offset + 1,
            start + offset + length - 1,
            [use],
            pathTo(frames.length - 1),
          ),
        )
      },
      onLiteralValue(value, offset, length) {
        const from = start + offset
        const isString = typeof value === 'string'
        beginItem(from, from + length, isString ? 1 : 0)
        const top = frames.at(-1)
        if (isString && top && !top.array && /^(?:key|name|header)$/.test(top.key)) top.header = value
        if (!isString || !mentionsBrand(value)) return
        const range: [number, number] = [from + 1, from + length - 1]
        if (top?.array) top.waiting.push(range)
        else texts.push(...stringSites(source, ...range, exported?.(own()) ?? settingUses(own(), top), own()))
      },
      onComment(offset, length) {
        const range: [number, number] = [start + offset, start + offset + length]
        if (!mentionsBrand(source.text.slice(...range))) return
        texts.push(
          textSite(source, [literal(source, ...range, undefined, [])], {
            uses: [{ is: 'comment' }],
            owner: own(),
          }),
        )
      },
      onError: (error, offset, length) => errors.push({ error, offset, length }),
    },
    { allowTrailingComma: true, allowEmptyContent: true },
  )
  texts.sort(byPlace)
  const problems = errors.map(({ error, offset, length }) => ({
    message: words(printParseErrorCode(error)),
    offset: start + offset,
    length,
  }))
  return { texts, problems }
}

/** `CommaExpected` -> `comma expected`. */
function words(code: string): string {
  return code.replace(/(?<=[a-z])[A-Z]/g, ' $&').toLowerCase()
}

/** A setting; the value of a header that stands beside it is one of that header too. */
function settingUses(path: readonly string[], frame: Frame | undefined): Use[] {
  const header = frame?.key === 'value' ? frame.header : undefined
  return [
    { is: 'setting', path },
    ...(header !== undefined ? [{ is: 'entry', key: header, of: [] } as const] : []),
  ]
}

function arrayList(source: Source, items: readonly number[], path: readonly string[]): ListSite {
  const all: { text?: string; span: ReturnType<typeof spanOf> }[] = []
  for (let i = 0; i < items.length; i += 3) {
    const [from, to, isString] = items.slice(i, i + 3) as [number, number, number]
    const span = spanOf(source, from, to)
    if (!isString) all.push({ span })
    else {
      const text =
        decodeBackslashes(source.text, from + 1, to - 1)?.text ?? source.text.slice(from + 1, to - 1)
      all.push({ text, span })
    }
  }
  const name = path.at(-1)
  return { form: 'array', items: all, uses: [{ is: 'setting', path }], ...(name !== undefined && { name }) }
}

/** `"host": ["{{account}}", "acme", "com"]`, as Postman takes a URL apart: one host. */
function hostOfLabels(source: Source, { items }: Frame, path: readonly string[]): Written | undefined {
  if (path.at(-1) !== 'host' || items.length < 6) return undefined
  let text = ''
  const map: number[] = []
  for (let i = 0; i < items.length; i += 3) {
    const [from, to, isString] = items.slice(i, i + 3) as [number, number, number]
    const label = source.text.slice(from + 1, to - 1)
    if (!isString || !/^(?:[\w-]+|\{\{[^{}]*\}\})$/.test(label)) return undefined
    if (i > 0) {
      text += '.'
      // Behind the label in front of it: a name ends where its letters do.
      map.push((items[i - 2] as number) - 1)
    }
    for (let at = from + 1; at < to - 1; at++) map.push(at)
    text += label
  }
  if (!/(?:^|\.)(?:amocrm|kommo)\.[a-z]+$/i.test(text)) return undefined
  const start = (items[0] as number) + 1
  const end = (items.at(-2) as number) - 1
  return { start, end, decoded: { text, map }, layers: ['string', 'json'] }
}

/** What a template engine or an automation tool fills in: `{{ $json.subdomain }}`, `${REGION}`. */
const HOLES = /\{\{([^{}]*)\}\}|\$\{([^{}]*)\}|\uE000+/g
/** In a pattern `$` is an anchor. */
const NO_HOLES = /(?!)/g

function stringSites(
  source: Source,
  start: number,
  end: number,
  uses: readonly Use[],
  owner: readonly string[],
): TextSite[] {
  const decoded = decodeBackslashes(source.text, start, end)
  const written: Written = { start, end, decoded, layers: ['string', 'json'] }
  const text = textOf(source, written)
  const pattern = uses.every((use) => use.is === 'setting') ? patternUse(text) : undefined
  const facts = { uses: pattern ? [pattern, ...uses] : uses, owner, quote: '"' }
  if (!isScriptText(text)) return filledSites(source, written, facts, pattern ? NO_HOLES : HOLES)
  const embedded: Use = { is: 'embedded', language: 'javascript' }
  return [textSite(source, partsOf(source, written, undefined), { ...facts, uses: [embedded, ...uses] })]
}
