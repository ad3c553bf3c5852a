import type { GlobalPlace } from '../../../sites.js'
import type { Node, ScriptTree } from '../tree.js'
import { keyPath } from './draft.js'
import { compact, dottedName, staticName } from './nodes.js'

const LINT_FILE = /(?:^|\/)(?:\.?eslint(?:rc)?|\.?oxlint(?:rc)?|\.?jshintrc|xo|biome)[\w.-]*$/i
const TEST_FILE = /(?:^|\/)(?:jest|vitest|karma|ava)[\w.-]*$/i
const BUILD_FILE =
  /(?:^|\/)(?:webpack|rollup|vite|vue|esbuild|rspack|rsbuild|tsup|craco|nuxt|next|gulpfile|build|config)[\w.-]*$/i

/** What a key `AMOCRM` of an object literal sets in a linter, test runner or bundler; `undefined` for other objects. */
export function settingOfKey(tree: ScriptTree, path: string, property: Node): GlobalPlace | undefined {
  const around = keyPath(property.parent as Node)
  const last = around[around.length - 1]
  const value = compact(tree, property.value)
  const beside = siblingNames(property)
  const plugin = pluginOf(property.parent as Node)
  if (plugin === 'ProvidePlugin') return { declares: 'provide', value, beside }
  if (plugin === 'DefinePlugin' || plugin === 'EnvironmentPlugin') return { declares: 'build', value, beside }
  if (last === 'globals') {
    if (around[around.length - 2] === 'output') return undefined
    if (TEST_FILE.test(path)) return { declares: 'mock', value, beside }
    if (LINT_FILE.test(path) || around.includes('languageOptions')) return { declares: 'lint', value, beside }
  }
  if (last === 'define' && BUILD_FILE.test(path)) return { declares: 'build', value, beside }
  if (last === 'predef') return { declares: 'lint', value, beside }
  return undefined
}

/** What the string `'AMOCRM'` as a value sets in a bundler: the global that an import stands for, or a module name. */
export function settingOfValue(path: string, literal: Node): GlobalPlace | undefined {
  const around = keyPath(literal)
  if (around.includes('externals')) return { declares: 'module' }
  if (around[around.length - 2] === 'globals' && (around.includes('output') || BUILD_FILE.test(path))) {
    return { declares: 'build' }
  }
  if (around.includes('shim') && around[around.length - 1] === 'exports') return { declares: 'build' }
  return undefined
}

/** What the string `'AMOCRM'` as a list element sets: lint globals, external modules, AMD dependencies. */
export function settingOfElement(path: string, list: Node): GlobalPlace | undefined {
  const beside = list.elements.flatMap((item: Node | null) =>
    item && typeof item.value === 'string' && item.value !== 'AMOCRM' ? [item.value] : [],
  )
  const call = list.parent
  if (call?.type === 'CallExpression' && call.arguments.includes(list)) {
    if (/^(?:\w+\.)?(?:define|require|requirejs)$/.test(dottedName(call.callee)))
      return { declares: 'module', beside }
  }
  const around = keyPath(list)
  const last = around[around.length - 1]
  if (last === 'globals' || last === 'predef') return { declares: 'lint', beside }
  if (last === 'external' || (last === 'externals' && BUILD_FILE.test(path)))
    return { declares: 'module', beside }
  return undefined
}

function siblingNames(property: Node): string[] {
  const list: Node[] = property.parent?.properties ?? []
  return list.flatMap((item) => {
    const name = item !== property && item.key ? staticName(item.key, item.computed) : undefined
    return name === undefined ? [] : [name]
  })
}

function pluginOf(object: Node): string | undefined {
  const call = object.parent
  if (call?.type !== 'NewExpression' && call?.type !== 'CallExpression') return undefined
  return /(\w+Plugin)$/.exec(dottedName(call.callee))?.[1]
}
