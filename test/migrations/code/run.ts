import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { transform } from 'esbuild'
import type { StepFile } from '../../../src/migrations/raw/step.js'

/** Statements that a step runs. */
export interface Ran {
  up: string[]
  down: string[]
}

const COMMANDS = {
  php: ['php', ['run.php']],
  ruby: ['ruby', ['run.rb']],
  python: ['python3', ['run.py']],
} as const

/** Why a step cannot be run here, or `undefined`. */
export function whyNot(how: keyof typeof COMMANDS | 'node'): string | undefined {
  if (how === 'node') return undefined
  const [command] = COMMANDS[how]
  return spawnSync(command, ['--version']).status === 0 ? undefined : `${command} is not installed`
}

/** Runs a step with stand-ins for what it imports, which write down the statements that they are given. */
export async function runStep(how: keyof typeof COMMANDS | 'node', step: StepFile): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), 'kommo-migrate-step-'))
  try {
    return how === 'node' ? await byNode(folder, step) : byProgram(folder, how, step)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function byProgram(folder: string, how: keyof typeof COMMANDS, step: StepFile): Ran {
  const [command, [program]] = COMMANDS[how]
  writeFileSync(join(folder, step.name), step.text)
  writeFileSync(join(folder, program), PROGRAMS[how])
  const { stdout, stderr, status } = spawnSync(command, [program, step.name], {
    cwd: folder,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${command} could not run ${step.name}:\n${stderr}${stdout}`)
  return JSON.parse(stdout) as Ran
}

const MODULES = `
const log = globalThis.kommoMigrateLog
class Migration { addSql(text) { log.push(text) } }
const sql = (parts) => ({ execute: async () => { log.push(parts[0]) } })
module.exports = { Migration, sql }
`

async function byNode(folder: string, step: StepFile): Promise<Ran> {
  const isTyped = step.name.endsWith('.ts')
  const { code } = isTyped
    ? await transform(step.text, { loader: 'ts', format: 'cjs', target: 'node20' })
    : { code: step.text }
  const own = join(folder, 'step.cjs')
  writeFileSync(join(folder, 'modules.cjs'), MODULES)
  writeFileSync(
    own,
    code.replace(/require\("(?:kysely|typeorm|@mikro-orm\/migrations)"\)/g, 'require("./modules.cjs")'),
  )
  const all = globalThis as { kommoMigrateLog?: string[] }
  const log: string[] = []
  all.kommoMigrateLog = log
  const query = async (text: string) => {
    log.push(text)
  }
  const loaded = createRequire(own)(own)
  const found = typeof loaded === 'function' ? loaded : (Object.values(loaded).find(isClass) ?? loaded)
  const migration = isClass(found) ? new (found as new () => Step)() : (found as Step)
  const database = { query, raw: query, sequelize: { query } }
  await migration.up(database)
  const up = log.splice(0)
  await migration.down(database)
  return { up, down: log.splice(0) }
}

interface Step {
  up(database: unknown): Promise<void>
  down(database: unknown): Promise<void>
}

const isClass = (value: unknown): boolean => typeof value === 'function' && /^class\b/.test(String(value))

const PROGRAMS: Record<keyof typeof COMMANDS, string> = {
  php: `<?php
namespace Log { class Log { public static array $all = []; public static function take(): array { $all = self::$all; self::$all = []; return $all; } } }
namespace Illuminate\\Support\\Facades { class DB { static function unprepared($sql) { \\Log\\Log::$all[] = $sql; } } }
namespace Illuminate\\Database\\Migrations { abstract class Migration {} }
namespace Doctrine\\DBAL\\Schema { class Schema {} }
namespace Doctrine\\Migrations { abstract class AbstractMigration { protected function addSql($sql): void { \\Log\\Log::$all[] = $sql; } } }
namespace Phinx\\Migration { abstract class AbstractMigration { protected function execute($sql): void { \\Log\\Log::$all[] = $sql; } } }
namespace yii\\db { abstract class Migration { protected function execute($sql): void { \\Log\\Log::$all[] = $sql; } } }
namespace {
  $before = get_declared_classes();
  $step = require $argv[1];
  if (!is_object($step)) {
    $own = array_values(array_filter(array_diff(get_declared_classes(), $before), fn ($name) => (new ReflectionClass($name))->getFileName() === realpath($argv[1])));
    $step = new $own[0]();
  }
  $run = function (string $way, string $other) use ($step) {
    $method = method_exists($step, $way) ? $way : $other;
    (new ReflectionMethod($step, $method))->getNumberOfParameters() > 0 ? $step->$method(new \\Doctrine\\DBAL\\Schema\\Schema()) : $step->$method();
    return \\Log\\Log::take();
  };
  echo json_encode(['up' => $run('up', 'safeUp'), 'down' => $run('down', 'safeDown')]);
}
`,
  ruby: `require 'json'
$log = []
module ActiveRecord
  class Migration
    def self.[](version) = self
    def execute(sql) = $log << sql
  end
end
class Sequel
  class Step
    def initialize(&block) = instance_eval(&block)
    def up(&block) = block ? @up = block : instance_exec(&@up)
    def down(&block) = block ? @down = block : instance_exec(&@down)
    def run(sql) = $log << sql
  end
  def self.migration(&block) = $step = Step.new(&block)
end
before = ActiveRecord::Migration.subclasses
load ARGV[0]
step = $step || (ActiveRecord::Migration.subclasses - before).first.new
step.up
up = $log
$log = []
step.down
puts JSON.generate(up: up, down: $log)
`,
  python: `import json, sys, types
log = []
class RunSQL:
    def __init__(self, sql, reverse_sql):
        self.up, self.down = sql, reverse_sql
def module(name, **parts):
    made = types.ModuleType(name)
    made.__dict__.update(parts)
    sys.modules[name] = made
module('django')
module('django.db', migrations=types.SimpleNamespace(Migration=object, RunSQL=RunSQL))
module('alembic', op=types.SimpleNamespace(execute=log.append))
step = {}
exec(compile(open(sys.argv[1]).read(), sys.argv[1], 'exec'), step)
if 'Migration' in step:
    operation = step['Migration'].operations[0]
    print(json.dumps({'up': operation.up, 'down': operation.down}))
else:
    step['upgrade']()
    up = list(log)
    log.clear()
    step['downgrade']()
    print(json.dumps({'up': up, 'down': log}))
`,
}
