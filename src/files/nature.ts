import { basename, dirname } from 'node:path'

/** What a file is for, as far as its path (and its first bytes) say. */
export type Nature = 'source' | 'test' | 'recorded' | 'docs' | 'configuration'

/** Files that hold what a program once received or sent, whatever folder they are in. */
const RECORDED_NAME =
  /\.(?:har|snap|cassette|eml|mbox|pcap|log|dump|csv|tsv|jsonl|ndjson|bak)$|(?:^|[._-])cookies?(?:[._-]?jar)?\.(?:txt|json)$|(?:^|[._-])cookie[._-]?jar$|(?:^|[._-])(?:dump|backup)(?:[._-][\w.-]*)?\.(?:sql|json|xml|txt|ya?ml)$/i

/** Folders whose data files are recordings; code in them is a test. */
const RECORDED_FOLDER =
  /(?:^|\/)(?:__)?(?:fixtures?|cassettes?|vcr_cassettes|recordings?|snapshots?|dumps?|backups?|testdata|test-data|test_data|samples?|payloads?|mocks?|stubs)(?:__)?\//i

const DATA = /\.(?:json|json5|jsonc|xml|ya?ml|txt|html?|http|sql|eml|log|csv|tsv|raw|snap|har|lst|dat)$/i

const TEST_FOLDER =
  /(?:^|\/)(?:__tests__|__mocks__|__fixtures__|tests?|specs?|e2e|cypress|playwright|testdata|fixtures?|mocks?)\//i
const TEST_NAME =
  /[._-](?:test|spec|e2e|cy)\.[cm]?[jt]sx?$|(?:^|[._-])(?:mocks?|fixtures?|stubs?)\.[cm]?[jt]sx?$|_test\.(?:go|py|rb|dart|exs?)$|^test_[\w-]+\.py$|^conftest\.py$|_spec\.rb$|(?:Test|Tests|TestCase|Spec|Cest)\.(?:php|java|kt|cs|scala|groovy|swift)$|^(?:jest|vitest)[.-]?setup|^setupTests\./

const DOCS_NAME =
  /\.(?:md|mdx|markdown|rst|adoc|asciidoc|txt|rtf|tex)$|^(?:readme|changelog|changes|license|licence|notice|authors|contributors|contributing|copying|history|security|code_of_conduct)(?:[._-]|$)/i
const DOCS_FOLDER = /(?:^|\/)(?:docs?|documentation|wiki|apidocs?|javadoc)\//i

const CONFIGURATION_NAME =
  /\.(?:json|json5|jsonc|webmanifest|ya?ml|toml|ini|conf|cfg|cnf|env|properties|plist|neon|tf|tfvars|hcl|config|service|editorconfig|csproj|props|targets|gradle|lock|mod|gemspec|podspec)$|^\.env|\.env(?:[._-]|$)|^(?:Dockerfile|Caddyfile|Makefile|Procfile|Vagrantfile|Gemfile|Pipfile|Jenkinsfile|docker-compose|\.htaccess|\.npmrc|\.babelrc|\.eslintrc|nginx)|^requirements[\w.-]*\.txt$|^(?:CMakeLists|robots|constraints)\.txt$/i

/**
 * What a file is for.
 * @param path report path (POSIX)
 * @param text the decoded file, where a look at its first line can tell a cookie jar or a recording
 */
export function natureOf(path: string, text?: string): Nature {
  const name = basename(path)
  if (RECORDED_NAME.test(name) || isRecordedText(text)) return 'recorded'
  if (RECORDED_FOLDER.test(path) && DATA.test(name)) return 'recorded'
  if (TEST_FOLDER.test(path) || TEST_NAME.test(name)) return 'test'
  if (CONFIGURATION_NAME.test(name)) return 'configuration'
  if (DOCS_NAME.test(name)) return 'docs'
  if (DOCS_FOLDER.test(`${dirname(path)}/`) && /\.(?:html?|xml|css|svg)$/i.test(name)) return 'docs'
  return 'source'
}

/** Cookie jars of curl and wget, HAR files, cassettes of VCR and its kin. */
function isRecordedText(text: string | undefined): boolean {
  if (text === undefined) return false
  const head = text.slice(0, 2000)
  return (
    /^# (?:Netscape )?HTTP Cookie File/.test(head) ||
    /^\s*\{\s*"log"\s*:\s*\{\s*"version"\s*:/.test(head) ||
    /^-{3}\s+(?:http_interactions|interactions):/.test(head) ||
    isRecordedJson(head)
  )
}

/** Cassettes, recordings of nock, and cookies that a browser or a library has stored. */
function isRecordedJson(head: string): boolean {
  if (!/^\s*[[{]/.test(head)) return false
  if (/"(?:http_interactions|recorded_with|rawHeaders)"\s*:/.test(head)) return true
  return /"(?:httpOnly|hostOnly)"\s*:\s*(?:true|false)/.test(head) && /"domain"\s*:/.test(head)
}
