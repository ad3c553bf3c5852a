import type { RuleFinding } from '../../findings/finding.js'
import { isOwnFile } from '../../findings/own-file.js'
import type { FileModel } from '../../languages/language.js'
import { sequelizeHistory } from '../../migrations/systems/sequelize-history.js'
import type { Span } from '../../sites.js'
import type { KeyUse, StorageFacts, TableSite } from '../../storage.js'
import { accountKey as about } from '../about/account-key.js'
import { defineRule, type Project } from '../define-rule.js'
import { evidenceOfColumn } from './evidence.js'
import type { StorageFact } from './facts.js'
import { fixOf, hasFixes } from './fix.js'
import { hazardsIn } from './hazards.js'
import { isCrlf, withLineEnds } from './line-ends.js'
import { identityOf, isBranded } from './names.js'
import { recordsIn, recordsOf } from './records.js'
import { type SaveFact, savesIn, savesOf } from './saves.js'
import { otherStatements } from './statements.js'
import { type StepFact, stepIn } from './steps.js'
import type { Fixed } from './systems/system.js'
import {
  factsOfTables,
  isDroppedLater,
  isSaidElsewhere,
  isSameTable,
  type KeyProblem,
  problemsOf,
  sameTable,
  type TableFact,
} from './tables.js'
import { factsOfUses, type UseFact } from './use-facts.js'
import { problemOfUse, type UseProblem } from './uses.js'
import { helpOfKey, helpOfUse, messageOfKey, messageOfUse } from './wording.js'

export const accountKey = defineRule(about, { collect, isSpent: (fact) => fact === undefined, check })

function collect({ storage, source, nature }: FileModel): StorageFact | undefined {
  const settled = [...source.text.matchAll(/kommo-migrate: account-key (\S+)/g)].map(
    ([, table]) => table as string,
  )
  if (nature === 'recorded') return undefined
  // A step that this tool wrote says nothing of its own: the tables in it are on their way.
  const isOurs = isOwnFile(source.text)
  const others = isOurs || nature === 'test' || nature === 'docs' ? [] : otherStatements(source)
  const step = stepIn(source)
  const hazards = nature === 'test' || nature === 'docs' || isOurs ? undefined : hazardsIn(source)
  const isAsking = nature !== 'test' && nature !== 'docs'
  const saves = isAsking ? savesIn(source) : undefined
  const records = isAsking ? recordsIn(source) : undefined
  const sequelize = isOurs ? undefined : sequelizeHistory(source.path, source.text)
  const isSilent = !storage && settled.length === 0 && others.length === 0 && !step
  if (isSilent && !saves && !records && !hazards) return undefined
  return {
    tables: isOurs ? [] : factsOfTables(source.path, storage?.tables ?? []),
    uses: isOurs ? [] : factsOfUses(source.path, storage?.uses ?? []),
    others,
    settled,
    ...(step && { step }),
    ...(saves && { saves }),
    ...(hazards && { hazards }),
    ...(records && { records }),
    ...(sequelize && { sequelize }),
    ...(isCrlf(source.text) && { isCrlf: true }),
  }
}

function* check(file: FileModel, project: Project): Iterable<RuleFinding> {
  const { storage } = file
  if (!storage || file.nature === 'test' || file.nature === 'docs') return
  const facts = [...project.facts<StorageFact>(about.id).values()]
  const tables = facts.flatMap((fact) => fact.tables)
  yield* keyFindings(file, project, facts, storage)
  const path = file.source.path
  const holdsAccounts = createCrmTest(tables)
  const mentions = isCodeBranded(file)
  const findings = new Map<string, RuleFinding>()
  for (const use of storage.uses) {
    const problem = problemOfUse(path, use, tables, holdsAccounts, mentions)
    const told = problem && findings.get(placeOf(use))
    if (told && told.span.start !== use.span.start)
      told.related?.push({ span: use.span, note: `\`${use.call}\` does the same` })
    else if (problem && !told) findings.set(placeOf(use), useFinding(problem))
  }
  yield* findings.values()
}

/** A store without tables is told once a file for each key that it is asked by; everything else at its place. */
function placeOf({ kind, store, text, fields, span }: KeyUse): string {
  if (kind !== 'map' && kind !== 'cache' && kind !== 'lock') return `${span.start}`
  return `${kind} ${store} ${text ?? ''} ${fields.map(({ name }) => name).join(' ')}`
}

/** Findings about the keys of tables; those of one table are one fix. */
function* keyFindings(
  file: FileModel,
  project: Project,
  facts: readonly StorageFact[],
  storage: StorageFacts,
): Iterable<RuleFinding> {
  const path = file.source.path
  const all = facts.flatMap((fact) => fact.tables)
  const byTable = new Map<string, KeyProblem[]>()
  for (const table of storage.tables) {
    const known = sameTable(all, table.name, table.model)
    const isSettled =
      table.part !== 'model' &&
      facts.some(({ settled }) => settled.some((name) => isSameTable(name, table.name)))
    // Rails writes its schema anew from the steps: until then it says what was.
    if (isSettled && (table.part === 'migration' || table.system === 'rails')) continue
    for (const problem of problemsOf(path, table, known)) {
      if (isDroppedLater(problem, path, known) || isSaidElsewhere(problem, path, known)) continue
      const list = byTable.get(table.name)
      if (list) list.push(problem)
      else byTable.set(table.name, [problem])
    }
  }
  // Tables of one file that are fixed at once stand behind each other in the history.
  const steps: StepFact[] = facts.flatMap(({ step }) => step ?? [])
  for (const problems of byTable.values()) {
    const [{ table }] = problems as [KeyProblem]
    const known = sameTable(all, table.name, table.model)
    const { model } = table
    const models = new Set(all.flatMap((each) => each.model ?? []))
    const asked = namesAsked(file, table)
    const saves = facts.flatMap((fact): SaveFact[] => {
      if (model === undefined) return []
      if (table.system === 'sequelize') return fact.records ? recordsOf(fact.records, model, models) : []
      return fact.saves ? savesOf(fact.saves, asked, models) : []
    })
    const written = fixOf({
      source: file.source,
      table,
      problems,
      known,
      all,
      uses: usesOf(facts, table),
      others: facts.flatMap(({ others }) => others).filter((each) => isSameTable(each.table, table.name)),
      tables: storage.tables,
      files: project.files,
      language: file.language,
      steps,
      hazards: facts.flatMap((fact) => fact.hazards ?? []),
      histories: facts.flatMap(({ sequelize }) => sequelize ?? []),
      saves,
    })
    const fixed = withLineEnds(written, project.facts<StorageFact>(about.id), file.source)
    if ('fix' in fixed) steps.push(...(fixed.fix.create ?? []).flatMap((made) => stepIn(made) ?? []))
    for (const problem of problems)
      yield keyFinding(problem, { known, path, storage, fixed, uses: usesOf(facts, table), all, saves })
  }
}

/** Names that a file has to know to ask for records of a class by their keys: the class, and its repository. */
function namesAsked({ source }: FileModel, { system, model }: TableSite): string[] {
  if (model === undefined || (system !== 'typeorm' && system !== 'doctrine')) return []
  const repository =
    system === 'doctrine' ? /\brepositoryClass\s*[:=]\s*"?(?:\w+\\)*(\w+)/.exec(source.text)?.[1] : undefined
  return [model, ...(repository === undefined ? [] : [repository])]
}

/** What the project asks of a table. */
function usesOf(facts: readonly StorageFact[], table: TableSite): UseFact[] {
  return facts
    .flatMap(({ uses }) => uses)
    .filter(({ store }) => {
      const name = store.replace(/^.*[.:>]/, '')
      return (
        name !== '' &&
        (isSameTable(name, table.name) || (table.model !== undefined && isSameTable(name, table.model)))
      )
    })
}

interface KeyContext {
  known: readonly TableFact[]
  path: string
  storage: StorageFacts
  fixed: Fixed
  uses: readonly UseFact[]
  all: readonly TableFact[]
  saves: readonly SaveFact[]
}

function keyFinding(problem: KeyProblem, context: KeyContext): RuleFinding {
  const { known, path, storage, fixed, uses, all, saves } = context
  const { key, columns, table } = problem
  const declared = columns[0]?.site ?? declaredIn(storage, table, columns[0]?.name)
  const span = declared?.span ?? key.span
  const why =
    'reason' in fixed && hasFixes(table)
      ? ` Not written for you, because ${fixed.reason}.${fixed.steps === undefined ? '' : ` ${fixed.steps}`}`
      : ''
  return {
    span,
    // A widget's store is filled again; the records of a server are not.
    severity: key.kind === 'primary' && table.system !== 'indexed-db' ? 'error' : 'warning',
    message: messageOfKey(problem),
    help: helpOfKey(problem) + why,
    fix:
      'fix' in fixed
        ? fixed.fix
        : { kind: 'manual', title: `Give \`${table.name}\` a key of its own`, edits: [], create: [] },
    related: relatedOf(problem, { known, path, span, uses, all, saves }),
    ...('fix' in fixed && { group: `account-key ${path} ${table.name}` }),
  }
}

/** Where the same file declares a column of a table, in another statement than the one that makes it a key. */
function declaredIn(storage: StorageFacts, table: TableSite, column: string | undefined) {
  return storage.tables
    .filter((each) => isSameTable(each.name, table.name))
    .flatMap((each) => each.columns.filter(({ name }) => name === column))[0]
}

interface Surroundings {
  known: readonly TableFact[]
  path: string
  span: Span
  uses: readonly UseFact[]
  all: readonly TableFact[]
  saves: readonly SaveFact[]
}

/** Where else the key is declared, what points to it, and who asks by it. */
function relatedOf(
  { key, columns, table }: KeyProblem,
  { known, path, span, uses, all, saves }: Surroundings,
): { span: Span; note: string }[] {
  const names = columns.map(({ name }) => name)
  const properties = columns.flatMap(({ site }) => site?.property ?? [])
  const own = key.span.start !== span.start ? [{ span: key.span, note: 'declared as a key here' }] : []
  const others = known.flatMap((each) =>
    each.path === path
      ? []
      : each.keys
          .filter((other) => other.kind === key.kind && other.columns.some((name) => names.includes(name)))
          .map((other) => ({ span: other.span, note: `\`${table.name}\` as the ${each.part} declares it` })),
  )
  const asked = uses
    .filter(({ fields }) => fields.some((name) => names.includes(name) || properties.includes(name)))
    .map((use) => ({ span: use.span, note: `\`${use.call}\` asks by it` }))
  const pointing = all
    .filter(({ system }) => /^(?:typeorm|mikro-orm|sequelize|doctrine|ef-core)$/.test(system))
    .flatMap((each) =>
      each.references
        .filter(
          ({ table: to, targets }) =>
            (isSameTable(to, table.name) || to === table.model) &&
            (targets.length === 0
              ? key.kind === 'primary'
              : targets.some((name) => names.includes(name) || properties.includes(name))),
        )
        .map((reference) => ({ span: reference.span, note: `\`${each.model ?? each.name}\` points to it` })),
    )
  const saved =
    key.kind === 'primary'
      ? saves
          .filter(({ what }) => what === undefined)
          .map(({ span, call }) => ({ span, note: `\`${call}\` goes by the primary key` }))
      : []
  return [...own, ...others, ...asked, ...pointing, ...saved]
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
    related: [],
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
  const code = source.text.replace(/\/\*[\s\S]*?\*\/|(?<![:'"\w])\/\/[^\r\n]*|^\s*(?:#|--)[^\r\n]*/gm, ' ')
  return [...new Set(code.match(/\w*(?:amo|kommo)\w*/gi) ?? [])].some(isBranded)
}
