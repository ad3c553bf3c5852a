import type { SqlDialect } from '../../storage.js'
import { folderOf, nextSecond } from '../files.js'
import { markerOf, remarksOn, type SqlPlan } from '../plan.js'
import { sqlSteps } from '../sql.js'
import type { Declaring, Written } from './writer.js'

/** A system of migrations in PHP whose steps are statements of SQL, chosen by the database that they run on. */
export interface PhpSystem {
  /** How it names its files; the first group is the stamp. */
  readonly file: RegExp
  /** What a migration of it, and of no other system, says. */
  readonly says: RegExp
  /** The class that migrations extend, by the name that the file imports it under. */
  readonly parent: string
  readonly up: string
  readonly down: string
  /** Arguments of both. */
  readonly args: string
  /** Name of the file for a stamp some seconds behind `last`, without ending, and that of its class. */
  named(last: string, on: number, name: string): { file: string; className: string }
  /** Lines that give `$driver`, `mysql` or `pgsql` where it is one of those, and stop where names are not what they seem. */
  readonly driver: readonly string[]
  /** Carries out `$statement`. */
  readonly execute: string
}

export const PHINX: PhpSystem = {
  file: /^(\d{14})_\w+\.php$/,
  says: /^use\s+Phinx\\Migration\\AbstractMigration\s*;/m,
  parent: 'AbstractMigration',
  up: 'up',
  down: 'down',
  args: '',
  named: (last, on, name) => ({ file: `${later(last, on)}_${name}`, className: studly(name) }),
  driver: [
    "if ((string) $this->getAdapter()->getOption('table_prefix') . $this->getAdapter()->getOption('table_suffix') !== '') {",
    "    throw new \\RuntimeException('Written for names without a prefix.');",
    '}',
    '$driver = $this->getAdapter()->getAdapterType();',
  ],
  execute: '$this->execute($statement);',
}

export const YII: PhpSystem = {
  file: /^m(\d{6}_\d{6})_\w+\.php$/,
  says: /^use\s+yii\\db\\Migration\s*;/m,
  parent: 'Migration',
  up: 'safeUp',
  down: 'safeDown',
  args: '',
  named(last, on, name) {
    const stamp = later(`20${last.replace('_', '')}`, on).slice(2)
    const file = `m${stamp.slice(0, 6)}_${stamp.slice(6)}_${name}`
    return { file, className: file }
  },
  driver: [
    "if ($this->db->tablePrefix !== '') {",
    "    throw new \\RuntimeException('Written for names without a prefix.');",
    '}',
    '$driver = $this->db->driverName;',
  ],
  execute: '$this->execute($statement);',
}

export const DOCTRINE: PhpSystem = {
  file: /^Version(\d{14})\.php$/,
  says: /^use\s+Doctrine\\(?:DBAL\\)?Migrations\\AbstractMigration\s*;/m,
  parent: 'AbstractMigration',
  up: 'up',
  down: 'down',
  args: 'Schema $schema',
  named(last, on) {
    const file = `Version${later(last, on)}`
    return { file, className: file }
  },
  driver: [
    '$platform = get_class($this->connection->getDatabasePlatform());',
    "$driver = preg_match('/mysql|mariadb/i', $platform) ? 'mysql' : (preg_match('/postgre/i', $platform) ? 'pgsql' : $platform);",
  ],
  execute: '$this->addSql($statement);',
}

/** Type of a column that numbers its rows, as the version of DBAL that is installed declares it: a serial, or an identity. */
export const COUNTED = '{counted}'

const COUNTED_TYPE =
  "$this->connection->getDatabasePlatform()->getIntegerTypeDeclarationSQL(['autoincrement' => true])"

/** How a migration is written: the next one is written so, too. */
export interface PhpStyle {
  readonly isStrict: boolean
  readonly isTyped: boolean
  readonly isFinal: boolean
  readonly namespace?: string
  /** The line that brings in the class that migrations extend. */
  readonly use: string
}

/** The style of a migration; `undefined` where a text is none of the system. */
export function phpStyleOf(system: PhpSystem, text: string): PhpStyle | undefined {
  const use = system.says.exec(text)?.[0]
  const namespace = /^namespace\s+[\w\\]+;/m.exec(text)?.[0]
  return use === undefined
    ? undefined
    : {
        isStrict: /declare\s*\(\s*strict_types\s*=\s*1\s*\)/.test(text),
        isTyped: /function\s+(?:safe)?(?:up|change)\s*\([^)]*\)\s*:\s*void\b/i.test(text),
        isFinal: /^final\s+class\b/m.test(text),
        ...(namespace !== undefined && { namespace }),
        use: use.replace(/\s+;$/, ';'),
      }
}

/** How the systems call a database. */
const DRIVERS: Partial<Record<SqlDialect, string>> = { mysql: 'mysql', postgresql: 'pgsql' }

/**
 * The next migration of a system in PHP, with the statements for each database that it may run on.
 * @param plans one plan, in each of the dialects
 * @param before how many steps may come between the newest one and this
 */
export function phpMigration(
  system: PhpSystem,
  plans: readonly [SqlPlan, ...SqlPlan[]],
  from: Declaring | { readonly path: string; readonly style: PhpStyle },
  files: readonly string[],
  before: number,
): Written {
  const [plan] = plans
  const folder = folderOf(from.path)
  const style = 'style' in from ? from.style : phpStyleOf(system, from.text)
  if (!system.file.test(from.path.slice(folder.length)) || !style)
    return { reason: 'its migration is not named as the system names them' }
  if (plans.some(({ dialect }) => !DRIVERS[dialect]))
    return { reason: 'steps in PHP are written for MySQL, MariaDB and PostgreSQL alone' }
  const names = [plan.table, ...plan.columns, ...plan.children.flatMap((each) => [each.table, each.column])]
  if (names.some((name) => !/^[a-z_]\w*$/i.test(name))) return { reason: 'its names are no plain words' }
  const last = [...files, from.path]
    .flatMap((path) =>
      folderOf(path) === folder ? (system.file.exec(path.slice(folder.length))?.[1] ?? []) : [],
    )
    .sort()
    .at(-1) as string
  const { file, className } = system.named(last, before + 1, `${snake(plan.table)}_own_key`)
  if (files.some((path) => path.endsWith(`${snake(plan.table)}_own_key.php`)))
    return { reason: 'a migration of this name is there already' }
  return {
    files: [{ path: `${folder}${file}.php`, text: textOf(system, plans, className, style) }],
  }
}

/** The file, in the style of the one that declares the table. */
function textOf(
  system: PhpSystem,
  plans: readonly [SqlPlan, ...SqlPlan[]],
  className: string,
  { isStrict, isTyped, isFinal, namespace, use }: PhpStyle,
): string {
  const [plan] = plans
  const type = isTyped ? ': void' : ''
  const uses = [...(system.args === '' ? [] : ['use Doctrine\\DBAL\\Schema\\Schema;']), use]
  const head = [
    markerOf(plan),
    `Gives ${plan.table} a key of its own; try it on a copy of your data first.`,
    'The way back fails where two rows now share the old key.',
    ...remarksOn(plan),
    ...(plan.primary
      ? [
          `Code that finds records by ${plan.primary.columns.join(', ')} as the key has to name it from now on.`,
        ]
      : []),
  ]
  const steps = plans.map((each) => ({ driver: DRIVERS[each.dialect] as string, ...sqlSteps(each) }))
  return `<?php

${head.map((line) => `// ${line}\n`).join('')}${isStrict ? '\ndeclare(strict_types=1);\n' : ''}${namespace ? `\n${namespace}\n` : ''}
${uses.join('\n')}

${isFinal ? 'final ' : ''}class ${className} extends ${system.parent}
{
    public function ${system.up}(${system.args})${type}
    {
${listOf(steps.map(({ driver, up }) => [driver, up]))}
    }

    public function ${system.down}(${system.args})${type}
    {
${listOf(steps.map(({ driver, down }) => [driver, down]))}
    }

    /** @param array<string, string[]> $steps statements for each database that this was written for */
    private function carryOut(array $steps)${type}
    {
${system.driver.map((line) => `        ${line}\n`).join('')}        if (! isset($steps[$driver])) {
            throw new \\RuntimeException('Not written for this database.');
        }
        foreach ($steps[$driver] as $statement) {
            ${system.execute}
        }
    }
}
`
}

function listOf(steps: readonly [driver: string, statements: readonly string[]][]): string {
  const lists = steps.map(
    ([driver, statements]) =>
      `            '${driver}' => [\n${statements.map((each) => `                ${php(each.replace(/\n\s*/g, ' '))},\n`).join('')}            ],\n`,
  )
  return `        $this->carryOut([\n${lists.join('')}        ]);`
}

/** A stamp some seconds later. */
const later = (stamp: string, seconds: number): string =>
  seconds === 0 ? stamp : later(nextSecond(stamp), seconds - 1)

/** A text of PHP; the type that only the library knows is asked of it there. */
const php = (text: string): string =>
  text
    .split(COUNTED)
    .flatMap((part, i) => [...(i > 0 ? [COUNTED_TYPE] : []), ...(i > 0 && part === '' ? [] : [quoted(part)])])
    .join(' . ')

const quoted = (text: string): string => `'${text.replace(/\\(?=['\\]|$)|'/g, '\\$&')}'`

const snake = (name: string): string =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '_')

const studly = (name: string): string =>
  name.replace(/(?:^|_)([a-z\d])/g, (_, letter: string) => letter.toUpperCase())
