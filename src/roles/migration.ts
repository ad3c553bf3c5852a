/** Folders and names under which tools keep the statements that they run once, in order. */
const MIGRATION =
  /(?:^|\/)(?:db\/)?(?:migrations?|migrate|flyway|liquibase)\/.*\.sql$|(?:^|\/)[VU]\d[\w.]*__[^/]*\.sql$|(?:^|\/)\d{3,}[_-][^/]*\.sql$|\.(?:up|down)\.sql$/i

/** Whether a file is a migration: where it has run, nothing reads it again, and tools refuse one that has changed. */
export function isMigration(path: string): boolean {
  return MIGRATION.test(path)
}

export const AFTER_MIGRATION = 'a migration that has run is not edited: write a new one'
