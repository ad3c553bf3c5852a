import { addsPlatform, type KeyPlan } from '../../../migrations/plan.js'
import type { Change } from '../sql-edit.js'
import type { Entity } from './doctrine-marks.js'

/** How a class writes its properties and methods. */
export interface ClassStyle {
  readonly line: string
  readonly indent: string
  readonly visibility: string
  readonly isTyped: boolean
  /** Methods say what they return. */
  readonly isReturning: boolean
  /** The brace of a method stands on its line. */
  readonly isTight: boolean
  readonly hasGetters: boolean
  /** How setters end: `: static`, and whether they give the object back. */
  readonly setter?: { readonly type: string; readonly isFluent: boolean }
}

/**
 * The style of a class, as the property of its old key and its methods have it; `undefined` where that is none.
 * @param at the name of the property, without `$`
 */
export function styleOfClass(text: string, { body, end, plain }: Entity, at: number): ClassStyle | undefined {
  const declared = /(?:^|[\s(])(private|protected|public|var)((?:\s+readonly)?)(\s+\??[\w\\|]+)?\s+\$$/.exec(
    plain.slice(Math.max(body, at - 200), at),
  )
  if (!declared) return undefined
  const inside = plain.slice(body, end)
  const setter = /\bfunction\s+set\w+\s*\([^)]*\)\s*(:\s*[\w\\?]+)?\s*\{([^}]*)\}/.exec(inside)
  const method = /\bfunction\s+\w+\s*\([^)]*\)([^\n{;]*\{)?/.exec(
    inside.replace(/\bfunction\s+__construct\s*\([\s\S]*?\{/, ''),
  )
  const getter = /\bfunction\s+(?:get|is)\w+\s*\(\s*\)\s*(:)?/.exec(inside)
  const isTyped = declared[3] !== undefined
  return {
    line: /\r\n|\n/.exec(text)?.[0] ?? '\n',
    indent: /^([ \t]+)\S/m.exec(text.slice(body, end).replace(/^[ \t]+\*.*$/gm, ''))?.[1] ?? '    ',
    visibility: declared[1] === 'var' ? 'public' : (declared[1] as string),
    isTyped,
    isReturning: getter ? getter[1] !== undefined : isTyped,
    isTight: method?.[1] !== undefined,
    hasGetters: getter !== null || setter !== null,
    ...(setter && {
      setter: {
        type: setter[1] === undefined ? '' : `: ${setter[1].replace(/^:\s*/, '')}`,
        isFluent: /return\s+\$this\s*;/.test(setter[2] as string),
      },
    }),
  }
}

/** New properties at the head of a class, and the methods that go with them at its end. */
export function membersOf(entity: Entity, style: ClassStyle, plan: KeyPlan): Change[] {
  const { line, indent, visibility, isTyped, hasGetters } = style
  const properties = [
    ...(plan.primary
      ? [
          {
            marks: [
              'Id',
              `GeneratedValue(strategy${eq(entity)}IDENTITY${quote(entity)})`,
              `Column(type${eq(entity)}integer${quote(entity)})`,
            ],
            code: isTyped ? `?int $${plan.id} = null` : `$${plan.id}`,
          },
        ]
      : []),
    ...(addsPlatform(plan)
      ? [
          {
            marks: [
              entity.isNoted
                ? 'Column(type="string", length=16, options={"default"="kommo"})'
                : "Column(type: 'string', length: 16, options: ['default' => 'kommo'])",
            ],
            code: `${isTyped ? 'string ' : ''}$${plan.platform} = 'kommo'`,
          },
        ]
      : []),
  ]
  if (properties.length === 0) return []
  const head = properties.map(({ marks, code }) => {
    const named = marks.map((each) => `${entity.isNoted ? '@' : ''}${entity.prefix}${each}`)
    const lines = entity.isNoted
      ? ['/**', ...named.map((each) => ` * ${each}`), ' */']
      : named.map((each) => `#[${each}]`)
    return [...lines, `${visibility} ${code};`].map((each) => `${line}${indent}${each}`).join('')
  })
  const first = { start: entity.body, end: entity.body, text: `${head.join(line)}${line}` }
  if (visibility === 'public' && !hasGetters) return [first]
  const methods = [
    ...(plan.primary
      ? [method(style, `get${upper(plan.id)}`, '', ': ?int', [`return $this->${plan.id};`])]
      : []),
    ...(addsPlatform(plan)
      ? [method(style, `get${upper(plan.platform)}`, '', ': string', [`return $this->${plan.platform};`])]
      : []),
    ...(addsPlatform(plan) && style.setter ? [setterOf(style, style.setter, plan.platform)] : []),
  ]
  const at = entity.plain.lastIndexOf('\n', entity.end) + 1
  return [first, { start: at, end: at, text: methods.map((each) => `${line}${each}`).join('') }]
}

const eq = ({ isNoted }: Entity): string => (isNoted ? '="' : ": '")
const quote = ({ isNoted }: Entity): string => (isNoted ? '"' : "'")

const upper = (name: string): string =>
  name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())

function setterOf(
  style: ClassStyle,
  { type, isFluent }: NonNullable<ClassStyle['setter']>,
  name: string,
): string {
  const lines = [`$this->${name} = $${name};`, ...(isFluent ? ['', 'return $this;'] : [])]
  const own = { ...style, isReturning: true }
  return method(own, `set${upper(name)}`, `${style.isTyped ? 'string ' : ''}$${name}`, type, lines)
}

function method(
  { line, indent, isReturning, isTight }: ClassStyle,
  name: string,
  parameters: string,
  type: string,
  lines: readonly string[],
): string {
  const head = `${indent}public function ${name}(${parameters})${isReturning ? type : ''}`
  const inside = lines.map((each) => (each === '' ? '' : `${indent}${indent}${each}`))
  return [...(isTight ? [`${head} {`] : [head, `${indent}{`]), ...inside, `${indent}}`, ''].join(line)
}
