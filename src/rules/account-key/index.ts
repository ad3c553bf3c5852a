import type { RuleFinding } from '../../findings/finding.js'
import type { FileModel } from '../../languages/language.js'
import type { Span } from '../../sites.js'
import { accountKey as about } from '../about/account-key.js'
import { defineRule, type Project } from '../define-rule.js'
import { evidenceOfColumn } from './evidence.js'
import { identityOf, isBranded } from './names.js'
import {
  factsOfTables,
  isDroppedLater,
  isSaidElsewhere,
  type KeyProblem,
  problemsOf,
  sameTable,
  type TableFact,
} from './tables.js'
import { problemOfUse, type UseProblem } from './uses.js'
import { helpOfKey, helpOfUse, messageOfKey, messageOfUse } from './wording.js'

interface Fact {
  tables: TableFact[]
}

export const accountKey = defineRule(about, { collect, isSpent: (fact) => fact === undefined, check })

function collect({ storage, source, nature }: FileModel): Fact | undefined {
  if (!storage || nature === 'recorded') return undefined
  const tables = factsOfTables(source.path, storage.tables)
  // A file without tables still has to see those of others.
  return tables ? { tables } : storage.uses.length > 0 ? { tables: [] } : undefined
}

function* check(file: FileModel, project: Project): Iterable<RuleFinding> {
  const { storage } = file
  if (!storage || file.nature === 'test' || file.nature === 'docs') return
  const path = file.source.path
  const tables = [...project.facts<Fact>(about.id).values()].flatMap((fact) => fact.tables)
  for (const table of storage.tables) {
    const known = sameTable(tables, table.name, table.model)
    for (const problem of problemsOf(path, table, known))
      if (!isDroppedLater(problem, path, known) && !isSaidElsewhere(problem, path, known))
        yield keyFinding(problem, known, path)
  }
  const holdsAccounts = createCrmTest(tables)
  const mentions = isCodeBranded(file)
  for (const use of storage.uses) {
    const problem = problemOfUse(path, use, tables, holdsAccounts, mentions)
    if (problem) yield useFinding(problem)
  }
}

function keyFinding(problem: KeyProblem, known: readonly TableFact[], path: string): RuleFinding {
  const { key, columns, table } = problem
  const span = columns[0]?.site?.span ?? key.span
  return {
    span,
    severity: key.kind === 'primary' ? 'error' : 'warning',
    message: messageOfKey(problem),
    help: helpOfKey(problem),
    fix: { kind: 'manual', title: `Give \`${table.name}\` a key of its own`, edits: [], create: [] },
    related: relatedOf(problem, known, path, span),
  }
}

/** Where else the key is declared, and what points to it. */
function relatedOf(
  { key, columns, table }: KeyProblem,
  known: readonly TableFact[],
  path: string,
  span: Span,
): { span: Span; note: string }[] {
  const names = columns.map(({ name }) => name)
  const own =
    columns[0]?.site && key.span.start !== span.start
      ? [{ span: key.span, note: 'declared as a key here' }]
      : []
  const others = known.flatMap((each) =>
    each.path === path
      ? []
      : each.keys
          .filter(({ kind, columns }) => kind === key.kind && columns.some((name) => names.includes(name)))
          .map(({ span }) => ({ span, note: `\`${table.name}\` as ${each.part} declares it` })),
  )
  return [...own, ...others]
}

function useFinding(problem: UseProblem): RuleFinding {
  const { use, fields } = problem
  const isQuiet =
    (use.kind === 'cache' || use.kind === 'map' || use.kind === 'lock') &&
    fields.every(({ identity }) => identity === 'id')
  return {
    span: use.span,
    severity: isQuiet ? 'info' : 'warning',
    message: messageOfUse(problem),
    help: helpOfUse(problem),
    fix: { kind: 'manual', title: 'Find the account by a key of your own', edits: [], create: [] },
  }
}

/** Whether a table holds accounts of the CRM: one of its columns is an account's, with evidence of its own. */
function createCrmTest(tables: readonly TableFact[]): (table: TableFact) => boolean {
  const known = new Map<TableFact, boolean>()
  return (table) => {
    const seen = known.get(table)
    if (seen !== undefined) return seen
    const columns = sameTable(tables, table.name, table.model).flatMap((each) =>
      each.columns.map(({ name }) => name),
    )
    const holds = columns.some(
      (name) =>
        identityOf(name) !== undefined &&
        evidenceOfColumn(
          {
            path: table.path,
            table: table.name,
            ...(table.model !== undefined && { model: table.model }),
            columns,
          },
          name,
        ).length > 0,
    )
    known.set(table, holds)
    return holds
  }
}

/** Whether a file says amoCRM or Kommo outside of its comments. */
function isCodeBranded({ source }: FileModel): boolean {
  if (!/amo|kommo/i.test(source.text)) return false
  const code = source.text.replace(/\/\*[\s\S]*?\*\/|(?<![:'"\w])\/\/[^\n]*|^\s*(?:#|--)[^\n]*/gm, ' ')
  return [...new Set(code.match(/\w*(?:amo|kommo)\w*/gi) ?? [])].some(isBranded)
}
