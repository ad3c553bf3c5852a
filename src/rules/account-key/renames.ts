/** Tables that a step in Python, PHP or Ruby gives another name, or a column of them; and those that it drops, or the key of. */
export interface Changed {
  renamed: string[]
  dropped: string[]
}

const NAME = String.raw`["'\x60:]?["'\x60]?([\w.]+)`
const RENAMES = [
  new RegExp(String.raw`\bALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?${NAME}["'\x60]?\s+(?:RENAME|CHANGE)\b`, 'gi'),
  new RegExp(String.raw`\bRENAME\s+TABLE\s+${NAME}["'\x60]?\s+TO\s+${NAME}`, 'gi'),
  // Alembic and Rails.
  new RegExp(String.raw`\brename_table\s*\(?\s*${NAME}["']?\s*,\s*${NAME}`, 'g'),
  new RegExp(String.raw`\brename_column\s*\(?\s*${NAME}["']?\s*,`, 'g'),
  new RegExp(
    String.raw`\b(?:batch_alter_table|alter_column)\s*\(\s*${NAME}(?=(?:(?!\b(?:batch_alter_table|op\.alter_column)\b)[\s\S]){0,3000}?\bnew_column_name\s*=)`,
    'g',
  ),
  // Laravel and Phinx.
  new RegExp(String.raw`\bSchema::rename\s*\(\s*${NAME}["']\s*,\s*${NAME}`, 'g'),
  new RegExp(
    String.raw`(?:->|::)table\s*\(\s*${NAME}(?=(?:(?!->table\b|::table\b)[\s\S]){0,2000}?->rename\s*\()`,
    'g',
  ),
]
const DROPS = [
  new RegExp(String.raw`\bdrop_table\s*\(?\s*${NAME}`, 'g'),
  new RegExp(String.raw`\bSchema::drop(?:IfExists)?\s*\(\s*${NAME}`, 'g'),
  new RegExp(String.raw`->dropTable\s*\(\s*${NAME}`, 'g'),
  new RegExp(String.raw`->dropPrimaryKey\s*\(\s*["'][^"'\n]*["']\s*,\s*${NAME}`, 'g'),
  new RegExp(
    String.raw`(?:->|::)table\s*\(\s*${NAME}(?=(?:(?!->table\b|::table\b)[\s\S]){0,2000}?->(?:dropPrimary|drop)\s*\()`,
    'g',
  ),
]

/** What a step does to tables on its way up; on the way back it undoes what it did. */
export function changedIn(path: string, text: string): Changed {
  if (!/\.(?:py|php|rb)$/.test(path)) return { renamed: [], dropped: [] }
  const up = text.replace(/^[ \t]*(?:public\s+|def\s+|function\s+)+(?:downgrade|down|safeDown)\b[\s\S]*/m, '')
  const all = (patterns: readonly RegExp[]) =>
    patterns.flatMap((pattern) =>
      [...up.matchAll(pattern)].flatMap(([, ...names]) => names.filter((name) => name !== undefined)),
    )
  return { renamed: all(RENAMES), dropped: all(DROPS) }
}
