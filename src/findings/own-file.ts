/** Stands at the head of files that this tool writes and that are no program of their own: SQL to look with, scripts. */
export const OWN_FILE = 'Written by kommo-migrate'

const OWN = new RegExp(`^\\W*(?:kommo-migrate: (?:account-key|stored-host) \\S|${OWN_FILE}\\b)`, 'm')

/** Whether this tool wrote a file: what it says of the old names is what it has to say. */
export function isOwnFile(text: string): boolean {
  return OWN.test(text.slice(0, 2000))
}
