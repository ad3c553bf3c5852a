import type { Source } from '../../files/source.js'
import type { SaveFact, SavesFact } from './saves.js'

const CALL =
  /(?<![\w$])(\$?\w+(?:\([^()]*\))?(?:\??->\w+(?:\([^()]*\))?)*|parent|self|static)(?:\??->|::)(find|getReference|getPartialReference|merge|getIdentifierValues|getSingleIdentifierValue|getEntityIdentifier)\s*\(\s*(?:\\?(?:\w+\\)*(\w+)::class)?/g
const CLASS = /\bextends\s+(?:\w+\\)*([A-Z]\w*)/g
/** A parameter of a class: a framework fills it by the key, where it takes it from the address of a page. */
const PARAMETER = /[(,]\s*(?:#\[[^\]]*\]\s*)*\??([A-Z]\w*)\s+\$\w+/g
const ALIAS =
  /createQueryBuilder\s*\(\s*['"](\w+)['"]|->from\s*\([^,()]+::class\s*,\s*['"](\w+)['"]|\bFROM\s+[A-Z][\w\\]*\s+(?:AS\s+)?([a-z]\w*)/g

/** What a file of PHP asks of Doctrine by the primary key. */
export function savesInPhp(source: Source): SavesFact | undefined {
  const { path, text } = source
  if (!/\bDoctrine\\|EntityManager|ObjectManager|ManagerRegistry|Repository\b/.test(text)) return undefined
  const at = (index: number, words: string) => ({
    path,
    line: text.slice(0, index).split(/\r\n|\r|\n/).length,
    span: { file: path, start: source.byteAt(index), end: source.byteAt(index + words.length) },
  })
  const asked = [...text.matchAll(CALL)].map(
    ({ 0: whole, 1: object = '', 2: method, 3: given, index }): SaveFact => {
      const of = given ?? /getRepository\(\s*\\?(?:\w+\\)*(\w+)::class\s*\)$/.exec(object)?.[1]
      const call = whole.replace(/\s*\([^()]*$/, '')
      return {
        call: `${object.replace(/^\$this->/, '')}->${method}`,
        ...(of !== undefined && { of }),
        ...at(index, call),
      }
    },
  )
  const classes = [...text.matchAll(CLASS)].map(
    ({ 0: call, 1: of = '', index }): SaveFact => ({ call, what: 'class', of, ...at(index, call) }),
  )
  const parameters = /\bRoute\b|\bMapEntity\b|\bParamConverter\b/.test(text)
    ? [...text.matchAll(PARAMETER)].map(({ 0: whole, 1: of = '', index }): SaveFact => {
        const call = whole.slice(whole.lastIndexOf(of))
        return { call, of, ...at(index + whole.length - call.length, call) }
      })
    : []
  const aliases = [...text.matchAll(ALIAS)].map((groups) => groups[1] ?? groups[2] ?? groups[3] ?? '')
  const compared = [...new Set(aliases)].flatMap((alias) =>
    [...text.matchAll(new RegExp(`(?<=['"(\\s])${alias}\\s*(?:=|<>|!=|\\bIN\\b)\\s*[:?(]`, 'g'))].map(
      ({ 0: call, index }): SaveFact => ({ call: call.replace(/\s+/g, ' ').trim(), ...at(index, call) }),
    ),
  )
  const calls = [...asked.slice(0, 40), ...compared.slice(0, 20), ...parameters.slice(0, 60), ...classes]
  if (calls.length === 0) return undefined
  const words = text.match(/\b[A-Z]\w+/g) ?? []
  const stores = words.map((word) => word.replace(/(?:Repository)(?:Interface)?$/, ''))
  return { calls, classes: [...new Set([...words, ...stores])].filter((word) => word !== '') }
}
