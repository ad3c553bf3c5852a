import type { Source } from '../../files/source.js'
import { DOCTRINE, type PhpStyle, phpStyleOf } from '../../migrations/systems/php-sql.js'

/** A step of a history, as far as the next one is made by what it says. Plain data. */
export interface StepFact {
  /** Report path. */
  path: string
  system: 'alembic' | 'django' | 'doctrine'
  /** How other steps call it: Alembic's revision, the name of Django's file. */
  id: string
  /** What it stands behind: revisions, or names of Django's files with the application in front (`crm.0001_initial`). */
  after: string[]
  /** How Alembic's step is written, for the next one. */
  style?: StepStyle
  /** A table in it stands in a schema of the database that it names. */
  hasSchema?: true
  /** How Doctrine's is. */
  php?: PhpStyle
}

export interface StepStyle {
  /** `def upgrade() -> None` and `revision: str`. */
  isTyped: boolean
  isHinted: boolean
  quote: '"' | "'"
}

/** The step that a file of Python or PHP is; `undefined` for other files, and where its place cannot be told. */
export function stepIn({ path, text }: Pick<Source, 'path' | 'text'>): StepFact | undefined {
  if (path.endsWith('.php')) return doctrineStep(path, text)
  if (!path.endsWith('.py')) return undefined
  return alembicStep(path, text) ?? djangoStep(path, text)
}

/** `revision = "…"` and `down_revision = None`, a text or a tuple of texts. */
function alembicStep(path: string, text: string): StepFact | undefined {
  const id = /^revision\s*(?::[^=\n]+)?=\s*["']([\w-]+)["']/m.exec(text)?.[1]
  const down = /^down_revision\s*(?::[^=\n]+)?=\s*(None\b|["'][\w-]+["']|\(["'\w\s,-]*\))/m.exec(text)?.[1]
  if (id === undefined || down === undefined) return undefined
  return {
    path,
    system: 'alembic',
    id,
    after: down === 'None' ? [] : (down.match(/[\w-]+/g) ?? []),
    ...(/\bschema\s*=\s*(?!None\b)/.test(text) && { hasSchema: true }),
    style: {
      isTyped: /def upgrade\(\)\s*->\s*None/.test(text),
      isHinted: /^revision\s*:\s*str\b/m.test(text),
      quote: text.split("'").length > text.split('"').length ? "'" : '"',
    },
  }
}

/** `dependencies = [("crm", "0001_initial")]`; a dependency on a setting names no step. */
function djangoStep(path: string, text: string): StepFact | undefined {
  const id = /(?:^|\/)migrations\/(\w+)\.py$/.exec(path)?.[1]
  if (id === undefined || !/\bmigrations\.Migration\b/.test(text)) return undefined
  const list = /^[ \t]+dependencies\s*(?::[^=\n]+)?=\s*\[([^\]]*)\]/m.exec(text)?.[1] ?? ''
  const after = [...list.matchAll(/\(\s*["'](\w+)["']\s*,\s*["'](\w+)["']\s*,?\s*\)/g)]
  return { path, system: 'django', id, after: after.map(([, label, name]) => `${label}.${name}`) }
}

/** A step of Doctrine is ordered by its name. */
function doctrineStep(path: string, text: string): StepFact | undefined {
  const id = /(?:^|\/)(Version\d{14})\.php$/.exec(path)?.[1]
  const php = id === undefined ? undefined : phpStyleOf(DOCTRINE, text)
  return id === undefined || !php ? undefined : { path, system: 'doctrine', id, after: [], php }
}
