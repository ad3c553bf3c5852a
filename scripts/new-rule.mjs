// `npm run new-rule <id>`: what a rule needs: what it says, what it does, its fixtures, its lines in the two lists.
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const id = process.argv[2]

if (!id || !/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(id)) {
  console.error('usage: npm run new-rule <id>   the id is lower case with dashes, and stays for ever')
  process.exitCode = 2
} else if (existsSync(join(root, 'src', 'rules', `${id}.ts`)) || existsSync(join(root, 'src', 'rules', id))) {
  console.error(`${id} exists already`)
  process.exitCode = 2
} else {
  await scaffold()
}

async function scaffold() {
  const name = id.replace(/-(.)/g, (_, letter) => letter.toUpperCase())
  await put(`src/rules/about/${id}.ts`, aboutFile(name))
  await put(`src/rules/${id}.ts`, ruleFile(name))
  await put(`fixtures/${id}/plain/input.js`, `// finds: ${id}\n\n`)
  await put(`fixtures/${id}/plain/expected.js`, `// finds: ${id}\n\n`)
  await put(`fixtures/${id}/keep-other/input.js`, `// ok: ${id}\n\n`)
  await register(name, 'about/index.ts', 'catalog')
  await register(name, 'index.ts', 'rules')
  console.log('Now write down what it must do in the fixtures, then the rule, then `npm run docs`.')
}

function aboutFile(name) {
  return `import type { RuleInfo } from '../define-rule.js'

export const ${name}: RuleInfo = {
  id: '${id}',
  title: '',
  why: '',
  finds: '',
  keeps: '',
  source: '',
  severity: 'warning',
  needles: [],
  examples: [],
}
`
}

function ruleFile(name) {
  return `import { ${name} as about } from './about/${id}.js'
import { defineRule } from './define-rule.js'

/**
 * Matches … Does not match …
 */
export const ${name} = defineRule(about, {
  *check(file, project) {},
})
`
}

/** One import, in alphabetical order, and one element at the end of the list. */
async function register(name, list, variable) {
  const file = join(root, 'src', 'rules', list)
  const lines = (await readFile(file, 'utf8')).split('\n')
  const line = `import { ${name} } from './${id}.js'`
  const at = lines.findIndex((other) => /^import .* from/.test(other) && from(other) > from(line))
  lines.splice(at < 0 ? lines.findLastIndex((other) => other.startsWith('import ')) + 1 : at, 0, line)
  const text = lines
    .join('\n')
    .replace(
      new RegExp(`(export const ${variable}[^[]*\\[\\] = \\[)([^\\]]*?),?(\\s*\\])`),
      `$1$2, ${name}$3`,
    )
  await writeFile(file, text)
  console.log(`src/rules/${list}`)
}

function from(line) {
  return line.slice(line.indexOf(' from '))
}

async function put(path, text) {
  await mkdir(join(root, path, '..'), { recursive: true })
  await writeFile(join(root, path), text)
  console.log(path)
}
