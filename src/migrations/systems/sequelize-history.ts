import { folderOf } from '../files.js'
import { type StepStyle, stepStyleOf } from './js-style.js'

/** Names of migrations for sequelize-cli: stamp, sign, extension. */
export const SEQUELIZE_STEP = /^(\d{14})([-_])[\w-]+\.([cm]?[jt]s)$/

/** How a project writes migrations for Sequelize. Plain data. */
export interface SequelizeHistory {
  /** Report path of the migration that is followed. */
  readonly path: string
  readonly style: StepStyle
  /** Parameters of `up` that the next one needs as well, with their types. */
  readonly typed: readonly string[]
  /** The name by which the whole library is at hand: a parameter, or what is brought in. */
  readonly library?: string
  /** The line that brings the library in as a whole, as written. */
  readonly whole?: string
  /** Names of the library that the parameters' types need. */
  readonly types: readonly string[]
  /** Why no other can be written like it: a clause that goes behind "because". */
  readonly reason?: string
}

/** The way of a migration; `undefined` where a file is none that sequelize-cli could run. */
export function sequelizeHistory(path: string, text: string): SequelizeHistory | undefined {
  if (!SEQUELIZE_STEP.test(path.slice(folderOf(path).length)) || !/\bqueryInterface\b/.test(text))
    return undefined
  const style = stepStyleOf(path, text)
  const params = style && paramsOf(text)
  if (!style || !params) return undefined
  const { isTyped } = style
  const [first, second] = params as [string, string?]
  const imported = IMPORT.exec(text)
  const names = imported?.[1]?.match(/\w+/g)?.filter((each) => each !== 'type') ?? []
  const whole = imported?.[2] ?? imported?.[3]
  const handed = isTyped
    ? /^Sequelize\s*:\s*(?:any|typeof\s+Sequelize|typeof\s+import\((['"])sequelize\1\))$/.test(second ?? '')
    : second === 'Sequelize'
  const typed = isTyped && !first.includes(':') ? 'queryInterface: QueryInterface' : first
  const own = [typed, ...(handed ? [second as string] : [])]
  const types = isTyped
    ? [...own.join(', ').matchAll(/:\s*(?:typeof\s+)?([A-Z]\w*)/g)].map(([, name]) => name as string)
    : []
  const foreign = types.find((name) => name !== whole && name !== 'QueryInterface' && !names.includes(name))
  const reason =
    reasonIn(text) ?? (foreign && `the parameters of its migration have a type of their own (\`${foreign}\`)`)
  const library = handed ? 'Sequelize' : whole
  return {
    path,
    style,
    typed: own,
    ...(library !== undefined && { library }),
    ...(imported && whole !== undefined && (!handed || types.includes(whole)) && { whole: imported[0] }),
    types: types.filter((name) => name !== whole),
    ...(reason !== undefined && { reason }),
  }
}

/** `import { DataTypes } from 'sequelize'`, `import * as Sequelize from 'sequelize'`, `const Sequelize = require('sequelize')`. */
const IMPORT =
  /^(?:import\s+(?:type\s+)?|const\s+)(?:\{([^{}]*)\}|(?:\*\s+as\s+)?(\w+))\s*(?:from\s*['"]sequelize['"]|=\s*require\(\s*['"]sequelize['"]\s*\)).*$/m

function reasonIn(text: string): string | undefined {
  if (/\brename(?:Table|Column)\s*\(/.test(text)) return 'its migration renames a table or a column'
  return /\bquery\s*\(\s*['"`]\s*(?:ALTER|CREATE|DROP)\b/i.test(text)
    ? 'its migration changes tables in plain SQL as well'
    : undefined
}

/** `queryInterface: QueryInterface, Sequelize`, in whichever form `up` is a function. */
function paramsOf(text: string): string[] | undefined {
  const found =
    /(?<![\w$.])(?:(?:module\.)?exports\.)?up\b(?:\s*:[^=(]*=|\s*[:=])?\s*(?:async\s*)?(?:function\s*\w*\s*)?\(((?:[^(){}=]|import\([^()]*\))*)\)/.exec(
      text,
    )
  const list = found?.[1]
    ?.split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
  return list && /^queryInterface\b/.test(list[0] ?? '') && list.length <= 2 ? list : undefined
}

/** Lines that bring in what a migration asks of the library, and the types of its parameters. */
export function broughtIn({ style, library, whole, types }: SequelizeHistory, code: string): string[] {
  const used = library === undefined ? ['DataTypes', 'Op'].filter((name) => code.includes(`${name}.`)) : []
  const names = [...new Set([...used, ...types])].sort()
  const isModule = style.isModule || types.length > 0
  const list = `{ ${names.join(', ')} }`
  const lines = [
    ...(whole === undefined ? [] : [whole]),
    ...(names.length === 0
      ? []
      : [isModule ? `import ${list} from 'sequelize';` : `const ${list} = require('sequelize');`]),
  ]
  return lines.length === 0 ? [] : [...lines, '']
}
