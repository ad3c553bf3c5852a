import type { Use } from '../../sites.js'
import type { Document } from './document.js'
import type { Attribute } from './html.js'
import { addScript } from './regions.js'

/** Whether an attribute holds an expression or statements of a component: Vue, Alpine, Angular. */
export function isBinding(doc: Document, name: string): boolean {
  if (
    /^(?:v-(?!pre$|cloak$|slot)|:|@|x-(?:on|bind|data|init|show|if|text|html|model|effect|for)\b)/.test(name)
  )
    return true
  return /^\((?:[\w.-]+)\)$|^\[(?:[\w.-]+)\]$|^\*ng/.test(name) && doc.source.text.includes('{{')
}

/** Adds the expression of a bound attribute; the value may be an object literal, statements or `item of list`. */
export function addBinding(doc: Document, tag: string, { name, start, end, quote }: Attribute): void {
  const plain = name.replace(/^(?:v-bind:|v-on:|x-bind:|x-on:|[:@#]|v-|x-)/, '').replace(/^[([]|[)\]]$/g, '')
  const isEvent = /^(?:@|v-on:|x-on:|\()/.test(name)
  const uses: Use[] = isEvent ? [] : [{ is: 'attribute', tag, name: plain }]
  const inner = (text: string): string =>
    text.replace(/^([\s\S]*?)\sof\s/, (_, head: string) => `${head} in `)
  if (quote === '') {
    addScript(doc, start, end, { lang: 'ts', scope: 'component', uses })
    return
  }
  addScript(doc, start - 1, end + 1, {
    lang: 'ts',
    scope: 'component',
    uses,
    readings(text) {
      // The quotes around the value make room for the parentheses that an object literal needs.
      const body = inner(text.slice(1, -1))
      return isEvent ? [` ${body} `, `(${body})`] : [`(${body})`, ` ${body} `]
    },
  })
}

/** `{{ … }}`, one level of braces inside it; its expression is the group. */
export const INTERPOLATION = /\{\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}\}/g

/** Adds the expressions of `{{ … }}` in `[start, end)`. */
export function addInterpolations(doc: Document, start: number, end: number): void {
  for (const match of doc.view.text.slice(start, end).matchAll(INTERPOLATION)) {
    const from = start + match.index
    const uses: Use[] = [{ is: 'prose' }]
    addScript(doc, from, from + match[0].length, {
      lang: 'ts',
      scope: 'component',
      uses,
      readings: (text) => [` (${text.slice(2, -2)}) `],
    })
  }
}
