import { following } from './number.js'
import { commented, indented, newest, pascal, type RawSystem, type StepPlace } from './step.js'

const LARAVEL = /^(\d{4}_\d{2}_\d{2}_\d{6})_\w+\.php$/
const DOCTRINE = /^Version(\d{14})\.php$/
const PHINX = /^(\d{14})_\w+\.php$/
const YII = /^m(\d{6}_\d{6})_\w+\.php$/

/** A statement in a text in which nothing is replaced; its end may stand moved in since PHP 7.3, so it does not. */
function heredoc(call: string, statement: string, indent: string): string {
  return `${indent}${call}(<<<'SQL'\n${statement}\nSQL\n${indent});`
}

const calls = (call: string, statements: readonly string[]): string =>
  statements.map((each) => heredoc(call, each, '        ')).join('\n')

const number = (name: RegExp, place: StepPlace): string =>
  following(name.exec(newest(place).name)?.[1] as string, 1)

/** What a step shares with the newest one: strict types, the namespace. */
function opening({ text }: { text: string }, head: readonly string[]): string {
  const isStrict = /declare\s*\(\s*strict_types\s*=\s*1\s*\)/.test(text)
  const namespace = /^namespace\s+[\w\\]+;/m.exec(text)?.[0]
  return `<?php\n\n${commented(head, '//')}${isStrict ? '\ndeclare(strict_types=1);\n' : ''}${namespace ? `\n${namespace}\n` : ''}`
}

const returns = (text: string, method: string): string =>
  new RegExp(`function\\s+${method}\\s*\\([^)]*\\)\\s*:\\s*void\\b`).test(text) ? ': void' : ''

function method(name: string, parameters: string, type: string, body: string): string {
  return `${indented(`public function ${name}(${parameters})${type}\n{\n`, '    ')}${body}\n    }`
}

/** `class Name extends Base { … }`, with the methods given. */
function classOf(name: string, base: string, methods: readonly string[]): string {
  return `${name} extends ${base}\n{\n${methods.join('\n\n')}\n}`
}

const laravel: RawSystem = {
  title: 'Laravel',
  name: LARAVEL,
  text: /extends\s+\\?(?:[\w\\]+\\)?Migration\b/,
  write(step, place) {
    const { text } = newest(place)
    const isAnonymous = /\breturn\s+new\s+class\b/.test(text)
    const type = returns(text, 'up')
    const body = classOf(isAnonymous ? 'return new class' : `class ${pascal(step.slug)}`, 'Migration', [
      method('up', '', type, calls('DB::unprepared', step.up)),
      method('down', '', type, calls('DB::unprepared', step.down)),
    ])
    return {
      name: `${number(LARAVEL, place)}_${step.slug}.php`,
      text: `${opening(newest(place), step.head)}\nuse Illuminate\\Database\\Migrations\\Migration;\nuse Illuminate\\Support\\Facades\\DB;\n\n${body}${isAnonymous ? ';' : ''}\n`,
    }
  },
}

const doctrine: RawSystem = {
  title: 'Doctrine',
  name: DOCTRINE,
  text: /extends\s+\\?(?:[\w\\]+\\)?AbstractMigration\b/,
  write(step, place) {
    const stamp = number(DOCTRINE, place)
    const { text } = newest(place)
    const type = returns(text, 'up')
    const body = classOf(
      `${/\bfinal\s+class\b/.test(text) ? 'final ' : ''}class Version${stamp}`,
      'AbstractMigration',
      [
        method('up', 'Schema $schema', type, calls('$this->addSql', step.up)),
        method('down', 'Schema $schema', type, calls('$this->addSql', step.down)),
      ],
    )
    return {
      name: `Version${stamp}.php`,
      text: `${opening(newest(place), step.head)}\nuse Doctrine\\DBAL\\Schema\\Schema;\nuse Doctrine\\Migrations\\AbstractMigration;\n\n${body}\n`,
    }
  },
}

const phinx: RawSystem = {
  title: 'Phinx',
  name: PHINX,
  text: /extends\s+\\?(?:[\w\\]+\\)?(?:AbstractMigration|BaseMigration)\b/,
  write(step, place) {
    const { text } = newest(place)
    const base = /\buse\s+([\w\\]+\\(?:AbstractMigration|BaseMigration))\s*;/.exec(text)?.[1]
    if (base === undefined)
      return { reason: `the class that ${newest(place).name} extends is not imported by its name` }
    const type = returns(text, 'up') || returns(text, 'change')
    const body = classOf(
      `${/\bfinal\s+class\b/.test(text) ? 'final ' : ''}class ${pascal(step.slug)}`,
      base.replace(/^.*\\/, ''),
      [
        method('up', '', type, calls('$this->execute', step.up)),
        method('down', '', type, calls('$this->execute', step.down)),
      ],
    )
    return {
      name: `${number(PHINX, place)}_${step.slug}.php`,
      text: `${opening(newest(place), step.head)}\nuse ${base};\n\n${body}\n`,
    }
  },
}

const yii: RawSystem = {
  title: 'Yii 2',
  name: YII,
  text: /extends\s+\\?(?:[\w\\]+\\)?Migration\b/,
  write(step, place) {
    const { text } = newest(place)
    const stamp = number(YII, place)
    const base = /\bextends\s+(\\?[\w\\]+)/.exec(text)?.[1] as string
    const use = new RegExp(`^use\\s+[\\w\\\\]+\\\\${base};`, 'm').exec(text)?.[0]
    if (use === undefined && !base.includes('\\'))
      return { reason: `the class that ${newest(place).name} extends is not imported by its name` }
    const way = /function\s+safeUp\b/.test(text) ? ['safeUp', 'safeDown'] : ['up', 'down']
    const body = classOf(
      `class m${stamp}_${step.slug}`,
      base,
      [step.up, step.down].map((statements, i) =>
        method(way[i] as string, '', '', calls('$this->execute', statements)),
      ),
    )
    return {
      name: `m${stamp}_${step.slug}.php`,
      text: `${opening(newest(place), step.head)}\n${use === undefined ? '' : `${use}\n\n`}${body}\n`,
    }
  },
}

export const phpSystems: readonly RawSystem[] = [laravel, doctrine, phinx, yii]
