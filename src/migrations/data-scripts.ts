import { OWN_FILE } from '../findings/own-file.js'
import type { DataFile } from './data-files.js'

/** A file or a key of a cache whose name holds an account's address. */
interface Keyed {
  kind: string
  /** With `{name}` for what is filled in: `tokens/{domain}.json`. */
  text?: string
}

/** Scripts that rename files and keys of Redis; they only show what they would do, until they are told to do it. */
export function keyScripts(keyed: readonly Keyed[]): DataFile[] {
  const patterns = (kind: string) =>
    [
      ...new Set(
        keyed.flatMap((each) =>
          each.kind === kind && each.text !== undefined ? [patternOf(each.text)] : [],
        ),
      ),
    ].filter((each) => each !== '*')
  const [files, keys] = [patterns('file'), patterns('cache')]
  return [
    ...(files.length > 0 ? [{ name: 'rename-files-to-kommo.sh', text: script('files', files, FILES) }] : []),
    ...(keys.length > 0
      ? [{ name: 'rename-redis-keys-to-kommo.sh', text: script('keys of Redis', keys, KEYS) }]
      : []),
  ]
}

/** A pattern of the shell for what a name looks like: the value in braces is the address, or something else. */
function patternOf(text: string): string {
  return text
    .replace(/\{[^}]*\}/g, '*')
    .replace(/\*+/g, '*')
    .replace(/^\*\//, '')
}

function script(what: string, patterns: readonly string[], body: string): string {
  const list = patterns.map((pattern) => `  '${pattern.replaceAll("'", "'\\''")}'`).join('\n')
  return `#!/bin/sh
# ${OWN_FILE}: renames ${what} that hold SUB.amocrm.com to SUB.kommo.com. Shows what it would do; APPLY=1 does it.
# What is there under the new name already stays, and the old one with it. Running it again changes nothing.
set -eu
patterns() {
  printf '%s\\n' \\
${list.replaceAll('\n', ' \\\n')}
}
${body}`
}

const FILES = `# Usage: rename-files-to-kommo.sh [folder]
cd "\${1:-.}"
patterns | while IFS= read -r pattern; do
  find . -type f -path "./$pattern" -name '*.amocrm.com*' | while IFS= read -r old; do
    folder=$(dirname "$old")
    new="$folder/$(basename "$old" | sed 's/\\.amocrm\\.com/.kommo.com/')"
    case $(basename "$old") in amojo.* | www.* | api-* | drive-* | drive.*) continue ;; esac
    if [ -e "$new" ]; then
      echo "stays: $old ($new is there)"
    elif [ "\${APPLY:-}" = 1 ]; then
      mv -n -- "$old" "$new" && echo "renamed: $old -> $new"
    else
      echo "would rename: $old -> $new"
    fi
  done
done
`

const KEYS = `# Usage: rename-redis-keys-to-kommo.sh [options of redis-cli]
patterns | while IFS= read -r pattern; do
  redis-cli "$@" --scan --pattern "$pattern" | grep -F '.amocrm.com' | while IFS= read -r old; do
    new=$(printf '%s' "$old" | sed 's/\\.amocrm\\.com/.kommo.com/')
    case $old in *amojo.amocrm.com* | *www.amocrm.com*) continue ;; esac
    if [ "\${APPLY:-}" = 1 ]; then
      [ "$(redis-cli "$@" RENAMENX "$old" "$new" < /dev/null)" = 1 ] && echo "renamed: $old -> $new" || echo "stays: $old"
    else
      echo "would rename: $old -> $new"
    fi
  done
done
`
