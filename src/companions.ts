import type { ListedFile } from './files/list.js'
import { lockKindOf, manifestKindOf } from './files/packages.js'
import { type Hit, type Scanned, treatment } from './files/scan.js'
import type { RuleInfo } from './rules/define-rule.js'

/** Files that can declare a name for others, take what an account sends, or keep it: code, pages, schemas. */
const DECLARES =
  /\.(?:[cm]?[jt]sx?|vue|svelte|html?|php|phtml|twig|ejs|hbs|py|rb|go|cs|java|kts?|rs|sql|prisma|(?:orm|dcm)\.(?:xml|ya?ml))$/i

/** Substrings that a file has to hold, all of them. */
type Texts = readonly [string, ...string[]]

/**
 * Adds the files that hold no needle and still say something about the hits, for rules with `companions`, and those that
 * are worth a look in a project of amoCRM, for rules with `widens`. Looks at nothing as long as there is no hit, and reads
 * only what the scan could not hold.
 * @param scan reads files and finds substrings in any case of letters
 */
export async function withCompanions(
  files: readonly ListedFile[],
  scanned: Scanned,
  rules: readonly RuleInfo[],
  scan: (files: readonly ListedFile[], needles: readonly string[]) => Promise<Scanned>,
): Promise<Scanned> {
  const wanted = wantedOf(
    rules,
    scanned.hits.filter((hit) => !hit.keep),
  )
  if (wanted.code.length === 0 && wanted.packages.length === 0) return scanned
  const wantedIn = (path: string) => (isOfPackages(path) ? [...wanted.code, ...wanted.packages] : wanted.code)
  const known = new Set(scanned.hits.map((hit) => hit.path))
  const candidates = files.filter((file) => !known.has(file.path) && isCandidate(file))
  const more: Hit[] = []
  const unread: ListedFile[] = []
  for (const file of candidates) {
    const bytes = scanned.contentOf(file.path)
    if (!bytes) unread.push(file)
    else if (isWanted({ bytes }, wantedIn(file.path)))
      more.push({ path: file.path, bytes, ...treatment(file, bytes) })
  }
  if (unread.length > 0) {
    // The words of manifests are many, and common in code: only those few files are searched for them.
    const [code, packages] = [
      unread.filter(({ path }) => !isOfPackages(path)),
      unread.filter(({ path }) => isOfPackages(path)),
    ]
    for (const part of [code, packages]) {
      const needles = new Set(wantedIn(part[0]?.path ?? '').map(([text]) => text.toLowerCase()))
      if (part.length === 0 || needles.size === 0) continue
      const { hits } = await scan(part, [...needles])
      more.push(...hits.filter((hit) => isWanted(hit, wantedIn(hit.path))))
    }
  }
  const order = new Map(files.map((file, index) => [file.path, index]))
  const place = ({ path }: Hit) => order.get(path) ?? 0
  return {
    ...scanned,
    hits: [...scanned.hits, ...more.filter((hit) => !hit.keep || hit.keep === 'lock-file')].sort(
      (a, b) => place(a) - place(b),
    ),
  }
}

/** Lock files are never edited, and say which version of a library is in use. */
function isCandidate(file: ListedFile): boolean {
  if (file.class === 'scan-only') return lockKindOf(file.path) !== undefined
  return file.class === 'editable' && (DECLARES.test(file.path) || manifestKindOf(file.path) !== undefined)
}

const isOfPackages = (path: string): boolean =>
  manifestKindOf(path) !== undefined || lockKindOf(path) !== undefined

function wantedOf(rules: readonly RuleInfo[], hits: readonly Hit[]): { code: Texts[]; packages: Texts[] } {
  if (hits.length === 0) return { code: [], packages: [] }
  const asking = rules.filter(
    ({ needles, companions, packages }) =>
      (companions || packages) && hits.some((hit) => needles.some((text) => hit.bytes.includes(text))),
  )
  const single = (text: string): Texts => [text]
  return {
    code: [
      ...asking.flatMap(({ companions = [] }) => companions.map(single)),
      ...rules.flatMap(({ widens = [] }) => widens),
    ],
    packages: asking.flatMap(({ packages = [] }) => packages.map(single)),
  }
}

function isWanted({ bytes }: Pick<Hit, 'bytes'>, wanted: readonly Texts[]): boolean {
  return wanted.some((texts) => texts.every((text) => bytes.includes(text)))
}
