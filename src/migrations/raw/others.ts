import { following } from './number.js'
import { commented, indented, newest, pascal, type RawSystem } from './step.js'

const RAILS = /^(\d{14})_\w+\.rb$/
const SEQUEL = /^(\d+)_\w+\.rb$/
const EF_CORE = /^(\d{14})_\w+(?<!\.Designer)\.cs$/

/** `execute <<~'SQL'`: nothing in it is replaced. */
const heredocs = (call: string, statements: readonly string[], indent: string): string =>
  statements.map((each) => indented(`${call} <<~'SQL'\n${indented(each, '  ')}\nSQL`, indent)).join('\n')

const rails: RawSystem = {
  title: 'Rails',
  name: RAILS,
  text: /<\s*ActiveRecord::Migration/,
  write(step, place) {
    const version = /ActiveRecord::Migration(\[\d+\.\d+\])/.exec(newest(place).text)?.[1] ?? ''
    const stamp = following(RAILS.exec(newest(place).name)?.[1] as string, 1)
    return {
      name: `${stamp}_${step.slug}.rb`,
      text: `${commented(step.head, '#')}class ${pascal(step.slug)} < ActiveRecord::Migration${version}\n  def up\n${heredocs('execute', step.up, '    ')}\n  end\n\n  def down\n${heredocs('execute', step.down, '    ')}\n  end\nend\n`,
    }
  },
}

const sequel: RawSystem = {
  title: 'Sequel',
  name: SEQUEL,
  text: /\bSequel\.migration\b/,
  write(step, place) {
    const number = following(SEQUEL.exec(newest(place).name)?.[1] as string, 1)
    return {
      name: `${number}_${step.slug}.rb`,
      text: `${commented(step.head, '#')}Sequel.migration do\n  up do\n${heredocs('run', step.up, '    ')}\n  end\n\n  down do\n${heredocs('run', step.down, '    ')}\n  end\nend\n`,
    }
  },
}

const efCore: RawSystem = {
  title: 'EF Core',
  name: EF_CORE,
  text: /:\s*Migration\b/,
  write(step, place) {
    const last = newest(place)
    const stamp = following(EF_CORE.exec(last.name)?.[1] as string, 1)
    const namespace = /\bnamespace\s+([\w.]+)/.exec(last.text)?.[1]
    const context = place.files.flatMap(
      ({ text }) => /\[DbContext\(typeof\(([\w.]+)\)\)\]/.exec(text)?.[1] ?? [],
    )[0]
    const uses = [
      ...new Set(
        place.files
          .filter(({ text }) => text.includes('[DbContext('))
          .flatMap(({ text }) => [...text.matchAll(/^using\s+([\w.]+);/gm)].map(([, name]) => name as string))
          .filter((name) => !/^(?:System|Microsoft|Npgsql|Pomelo|MySql)\b/.test(name)),
      ),
    ].sort()
    if (namespace === undefined || context === undefined)
      return { reason: 'the context of the database does not show from the files beside the steps' }
    const name = pascal(step.slug)
    const method = (way: string, statements: readonly string[]) =>
      `        protected override void ${way}(MigrationBuilder migrationBuilder)\n        {\n${statements
        .map((each) => `            migrationBuilder.Sql(@"${each.replaceAll('"', '""')}");`)
        .join('\n')}\n        }`
    return {
      name: `${stamp}_${name}.cs`,
      text: `${commented(step.head, '//')}${[
        ...uses,
        'Microsoft.EntityFrameworkCore.Infrastructure',
        'Microsoft.EntityFrameworkCore.Migrations',
      ]
        .map((each) => `using ${each};\n`)
        .join(
          '',
        )}\nnamespace ${namespace}\n{\n    [DbContext(typeof(${context}))]\n    [Migration("${stamp}_${name}")]\n    public partial class ${name} : Migration\n    {\n${method('Up', step.up)}\n\n${method('Down', step.down)}\n    }\n}\n`,
    }
  },
}

export const otherSystems: readonly RawSystem[] = [rails, sequel, efCore]
