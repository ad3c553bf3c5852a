import { Tokenizer } from 'htmlparser2'

/** An attribute with the UTF-16 range of its value; quotes excluded. `quote` is `''` when there are none. */
export interface Attribute {
  name: string
  /** UTF-16 index of its name. */
  at: number
  start: number
  end: number
  quote: string
}

export interface HtmlHandler {
  text(start: number, end: number): void
  comment(start: number, end: number): void
  /** `at` is the index of the tag's name. */
  element(tag: string, attributes: readonly Attribute[], at: number): void
  /** Content of `<script>` and `<style>`. */
  raw(tag: string, attributes: readonly Attribute[], start: number, end: number): void
}

/** Reads `text[start, end)` as HTML; all indices given to the handler are those of `text`. Never throws on bad markup. */
export function readHtml(text: string, start: number, end: number, handler: HtmlHandler): void {
  let tag = ''
  let tagAt = 0
  let name = ''
  let nameAt = 0
  let value: [number, number] | undefined
  let attributes: Attribute[] = []
  let raw: { tag: string; attributes: Attribute[]; start: number } | undefined
  let isOpen = false
  const opened = (at: number): void => {
    isOpen = false
    handler.element(tag, attributes, tagAt)
    if (tag === 'script' || tag === 'style') raw = { tag, attributes, start: start + at + 1 }
    attributes = []
  }
  const closeRaw = (at: number): void => {
    if (raw && at > raw.start) handler.raw(raw.tag, raw.attributes, raw.start, at)
    raw = undefined
  }
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: false },
    {
      onattribname(from, to) {
        nameAt = start + from
        name = text.slice(nameAt, start + to)
        value = undefined
      },
      onattribdata(from, to) {
        value = [value?.[0] ?? start + from, start + to]
      },
      onattribend(_quote, _at) {
        const [from, to] = value ?? [nameAt + name.length, nameAt + name.length]
        const mark = value ? (text[from - 1] ?? '') : ''
        const quote = mark === '"' || mark === "'" ? mark : ''
        attributes.push({ name, at: nameAt, start: from, end: to, quote })
      },
      onattribentity() {},
      onopentagname(from, to) {
        tagAt = start + from
        tag = text.slice(tagAt, start + to).toLowerCase()
        attributes = []
        isOpen = true
      },
      onopentagend: opened,
      onselfclosingtag(at) {
        opened(at)
        raw = undefined
      },
      onclosetag(from) {
        closeRaw(start + from - 2)
      },
      ontext(from, to) {
        if (!raw) handler.text(start + from, start + to)
      },
      ontextentity() {},
      oncomment: (from, to) => handler.comment(start + from - 4, Math.min(end, start + to + 1)),
      oncdata: (from, to) => handler.text(start + from, start + to),
      ondeclaration: (from, to) => handler.text(start + from, start + to),
      onprocessinginstruction: (from, to) => handler.text(start + from, start + to),
      onend() {},
    },
  )
  tokenizer.write(text.slice(start, end))
  tokenizer.end()
  if (isOpen) handler.text(tagAt, end)
  closeRaw(end)
}
