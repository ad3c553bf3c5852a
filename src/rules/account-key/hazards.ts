import type { Source } from '../../files/source.js'

/** Calls of Python or PHP that go by keys without naming them, and what the file speaks of. Plain data. */
export interface HazardFact {
  /** Report path. */
  path: string
  /** By the primary key alone. */
  primary: string[]
  /** By whichever key is there. */
  keys: string[]
  /** By the primary key of one class, with the name of that class. */
  points: { call: string; of: string }[]
  /** Names of classes, and of tables as texts. */
  names: string[]
}

const PYTHON = {
  primary:
    /\.merge\(|\.get_or_404\(|\.query\.get\(|\bquery\(\s*[\w.]+\s*\)\s*\.get\(|\bpk\b(?!\s*=\s*None)|\bin_bulk\(|\b(?:ModelViewSet|DetailView|UpdateView|DeleteView|Retrieve\w*APIView|RetrieveModelMixin|PrimaryKeyRelatedField)\b|\.identity\b|\bget_one\(|\bautomap_base\b|\bautoload_with\b|\bpolymorphic_identity\b/g,
  keys: /\.on_conflict_do_\w+\(|\.on_duplicate_key_update\(|\b(?:ignore|update)_conflicts\s*=\s*True|\bprefix_with\(\s*["'](?:OR )?IGNORE/g,
}
const PHP = {
  primary: /(?:->|::)(?:findOne|findAll|findByPk)\s*\(/g,
  keys: /->(?:insertOrIgnore|insertOrIgnoreUsing|upsert|insertOrUpdate|insertOrSkip)\s*\(|::(?:insertOrIgnore|upsert)\s*\(/g,
}
/** More names than a file of code has. */
const MOST = 400

/** Calls of a file that stop working, or mean another row, once a key is gone. */
export function hazardsIn({ path, text }: Pick<Source, 'path' | 'text'>): HazardFact | undefined {
  const language = /\.py$/.test(path) ? PYTHON : /\.php$/.test(path) ? PHP : undefined
  if (!language) return undefined
  const code = text.replace(/^[ \t]*(?:#|\/\/|\*)[^\r\n]*/gm, '')
  const found = (pattern: RegExp) => [
    ...new Set([...code.matchAll(pattern)].map(([whole]) => whole.replace(/\s*\($/, ''))),
  ]
  const [primary, keys] = [found(language.primary), found(language.keys)]
  const points = language === PYTHON ? pointsIn(code) : []
  if (primary.length + keys.length + points.length === 0) return undefined
  const named = code.matchAll(/\b([A-Z]\w+)|["']\W*(\w+)\W*["']|\bclasses\.(\w+)/g)
  const names = new Set([...named].flatMap(([, ...each]) => each.filter((name) => name !== undefined)))
  return { path, primary, keys, points, names: [...names].slice(0, MOST) }
}

/** Tables of their own that hold the key of a class (heirs, relations of many to many), and objects that are made and saved by it. */
function pointsIn(code: string): HazardFact['points'] {
  const many = [...code.matchAll(/\bManyToManyField\(\s*(?:to\s*=\s*)?["']?(?:\w+\.)*(\w+)/g)].map(
    ([, of]) => ({
      call: 'ManyToManyField',
      of: of as string,
    }),
  )
  const heirs = [...code.matchAll(/^[ \t]*class\s+(\w+)\(([^()\n]*)\):/gm)].flatMap(([, heir, bases]) =>
    (bases as string).split(',').map((base) => ({
      call: `class ${heir}`,
      of: base.trim().replace(/^.*\./, ''),
    })),
  )
  const saved = [...code.matchAll(/\b([A-Z]\w*)\([^()\n]*\)\.save\(/g)].map(([, of]) => ({
    call: 'save',
    of: of as string,
  }))
  const kept = [...code.matchAll(/\b(\w+)\s*=\s*([A-Z]\w*)\(/g)].flatMap(([, name, of]) =>
    new RegExp(`\\b${name}\\.save\\(`).test(code) ? [{ call: 'save', of: of as string }] : [],
  )
  return [...many, ...heirs, ...saved, ...kept].filter(({ of }) => /^[A-Z]/.test(of) && !FRAMEWORK.test(of))
}

/** Classes of libraries that models are made of. */
const FRAMEWORK =
  /^(?:Model|Base|DeclarativeBase|SQLModel|Exception|Enum|BaseModel|Form|ModelForm|Serializer|ModelSerializer|Migration|TestCase|AppConfig)$/

/**
 * Why a key cannot go yet: a clause.
 * @param names of the table, and of the classes that stand for it
 */
export function whatRelies(
  hazards: readonly HazardFact[],
  names: readonly string[],
  isPrimary: boolean,
): string | undefined {
  for (const { path, primary, keys, points, names: own } of hazards) {
    const point = isPrimary ? points.find(({ of }) => names.includes(of)) : undefined
    if (point)
      return `\`${point.call}\` goes by the key of \`${point.of}\` (${path}), and has to change in the same step`
    const [call] = isPrimary ? [...keys, ...primary] : keys
    if (call !== undefined && own.some((name) => names.includes(name)))
      return `\`${call.replace(/^(?:->|::|\.)/, '').replace(/\($/, '')}\` may go by this key (${path}), and has to change in the same step`
  }
  return undefined
}
