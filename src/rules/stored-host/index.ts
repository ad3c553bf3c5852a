import type { RuleFinding } from '../../findings/finding.js'
import type { FileModel } from '../../languages/language.js'
import { accountKey } from '../about/account-key.js'
import { storedHost as about } from '../about/stored-host.js'
import type { StorageFact } from '../account-key/facts.js'
import { factsOfTables, isSameTable } from '../account-key/tables.js'
import { evidenceText } from '../account-key/wording.js'
import { defineRule, type Project } from '../define-rule.js'
import { isToldElsewhere, type StoredHost, storedHosts } from './columns.js'
import { type Kept, keptAs } from './inputs.js'

export const storedHost = defineRule(about, { collect, isSpent: (fact) => fact === undefined, check })

/** Columns that a migration of this tool has seen to. */
export interface SettledFact {
  settled: { table: string; column: string }[]
}

/** Whether a migration for a column is in the project. */
export function isSettled({ table, column }: StoredHost, facts: readonly SettledFact[]): boolean {
  return facts.some(({ settled }) =>
    settled.some((each) => isSameTable(each.table, table.name) && each.column === column),
  )
}

function collect({ source }: FileModel): SettledFact | undefined {
  const settled = [...source.text.matchAll(/kommo-migrate: stored-host (\S+)\.(\w+)/g)].map(
    ([, table, column]) => ({ table: table as string, column: column as string }),
  )
  return settled.length > 0 ? { settled } : undefined
}

function* check(file: FileModel, project: Project): Iterable<RuleFinding> {
  if (file.nature === 'test' || file.nature === 'docs' || file.nature === 'recorded') return
  yield* columnFindings(file, project)
  for (const input of file.inputs ?? []) {
    const kept = input.from === 'request' ? keptAs(input) : undefined
    if (kept)
      yield {
        span: input.span,
        severity: kept.how === 'first-label' ? 'info' : 'warning',
        message: messageOf(kept),
        help: helpOf(kept),
        fix: { kind: 'manual', title: 'Move what is stored', edits: [], create: [] },
      }
  }
}

function* columnFindings({ storage, source }: FileModel, project: Project): Iterable<RuleFinding> {
  if (!storage) return
  const all = [...project.facts<StorageFact>(accountKey.id).values()].flatMap(({ tables }) => tables)
  const settled = [...project.facts<SettledFact>(about.id).values()]
  const seen = new Set<string>()
  const facts = factsOfTables(source.path, storage.tables)
  for (const [i, table] of facts.entries()) {
    for (const stored of storedHosts(table, all)) {
      const key = `${table.name.toLowerCase()}.${stored.column.toLowerCase()}`
      const span = storage.tables[i]?.columns.find(({ name }) => name === stored.column)?.span
      if (!span || seen.has(key) || isSettled(stored, settled) || isToldElsewhere(stored, all)) continue
      seen.add(key)
      yield {
        span,
        message: `\`${stored.column}\` of \`${table.name}\` holds addresses of accounts: rows that say SUB.amocrm.com send requests there, whatever the code says. ${evidenceText(stored.evidence)}`,
        help: 'Run `kommo-migrate data` for a migration that moves them to SUB.kommo.com; tokens stay valid. Deploy it after the allow-lists and before the code.',
        fix: { kind: 'manual', title: 'Move the stored addresses', edits: [], create: [] },
      }
    }
  }
}

function messageOf(kept: Kept): string {
  switch (kept.how) {
    case 'stored':
      return `The account’s host from \`referer\` is kept (\`${kept.where}\`): what was kept for amocrm.com stays SUB.amocrm.com.`
    case 'last-label':
      return `\`${kept.where}\` keeps the last label of \`referer\` alone, which is \`com\` for amocrm.com and for kommo.com.`
    case 'first-label':
      return `\`${kept.where}\` keeps the first label of \`referer\` alone: whether the account is on kommo.com or amocrm.ru is lost.`
  }
}

function helpOf({ how }: Kept): string {
  return how === 'stored'
    ? 'Move what is stored to SUB.kommo.com (`kommo-migrate data` writes the SQL for tables that it knows), and let a new `referer` replace it.'
    : 'Keep the whole host, or the platform beside the subdomain, and build addresses from that.'
}
