import { type ScriptStyle, styleOf } from '../script-style.js'

/** How a project writes its migrations in JavaScript or TypeScript: a new one is written the same way. */
export interface StepStyle extends ScriptStyle {
  readonly isTyped: boolean
  /** How `up` and `down` are handed out. */
  readonly form: 'export' | 'exports' | 'object' | 'default'
  readonly isStrict: boolean
}

/** The style of a migration; `undefined` where it hands out its steps in a way of its own. */
export function stepStyleOf(path: string, text: string): StepStyle | undefined {
  const form = formOf(text)
  return (
    form && {
      ...styleOf(text),
      isTyped: /\.[cm]?ts$/.test(path),
      form,
      isStrict: /^\s*['"]use strict['"]/.test(text),
    }
  )
}

function formOf(text: string): StepStyle['form'] | undefined {
  if (/^export\s+(?:async\s+function|function|const)\s+up\b/m.test(text)) return 'export'
  if (/^(?:module\.)?exports\.up\s*=/m.test(text)) return 'exports'
  if (/^module\.exports\s*=\s*\{/m.test(text)) return 'object'
  return /^export\s+default\s*\{/m.test(text) ? 'default' : undefined
}

/** A function that gives `up` or `down`. */
export interface JsStep {
  readonly name: 'up' | 'down'
  /** Parameters with their types, and without. */
  readonly typed: string
  readonly plain: string
  /** Comment above it, if any. */
  readonly note?: string
  /** Lines, indented by two spaces a level, in single quotes, without ends of statements but `;`. */
  readonly lines: readonly string[]
}

/** The text of a migration in a style. Names and texts in it hold no quotes. */
export function migrationText(style: StepStyle, head: readonly string[], steps: readonly JsStep[]): string {
  const isObject = style.form === 'object' || style.form === 'default'
  const blocks = steps.map((step) => blockOf(style, step))
  const body = isObject
    ? `${style.form === 'object' ? 'module.exports =' : 'export default'} {\n${blocks.map((each) => each.replace(/^(?=.)/gm, '  ')).join('\n\n')}\n};`
    : blocks.join('\n\n')
  const text = [...(style.isStrict ? ["'use strict';", ''] : []), ...head, body, ''].join('\n')
  return text
    .split('\n')
    .map((line) => {
      const written = /^\s*\/\//.test(line) ? line : line.replace(/'/g, style.quote)
      const ended = style.semicolon === '' && !/^\s*\/\//.test(written) ? written.replace(/;$/, '') : written
      return ended.replace(/^(?: {2})+/, (spaces) => style.indent.repeat(spaces.length / 2))
    })
    .join('\n')
}

function blockOf({ form, isTyped }: StepStyle, { name, typed, plain, note, lines }: JsStep): string {
  const params = isTyped ? `(${typed}): Promise<void>` : `(${plain})`
  const inside = lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')
  const above = note === undefined ? '' : `// ${note}\n`
  switch (form) {
    case 'export':
      return `${above}export async function ${name}${params} {\n${inside}\n}`
    case 'exports':
      return `${above}exports.${name} = async function ${params} {\n${inside}\n};`
    default:
      return `${above}async ${name}${params} {\n${inside}\n},`
  }
}
