/** `use A\{B, C,}`: the comma at the end, which PHP takes since 7.2. */
const GROUP = /^([ \t]*use\s+(?:function\s+|const\s+)?\\?[\w\\]+\\\s*\{[^{};]*?),(?=\s*\})/gm
/** `public private(set)`: who may write a property, since 8.4. */
const SETTERS = /\b(?:(public|protected|private)(\s+))?((?:public|protected|private))\(set\)/g
/** What stands behind it is data, whatever it looks like. */
const HALT = /^([^'"#/]*?\b__halt_compiler\s*\(\s*\)\s*;)([\s\S]*)$/im

/** The text as the grammar can read it, of the same length: spellings of PHP that it does not know are white space. */
export function prepare(text: string): string {
  let given = text
  if (given.includes('{')) given = given.replace(GROUP, '$1 ')
  if (given.includes('(set)'))
    given = given.replace(SETTERS, (whole, reader?: string, space?: string, writer?: string) =>
      (reader === undefined ? (writer as string) : reader + space).padEnd(whole.length),
    )
  if (/__halt_compiler/i.test(given))
    given = given.replace(HALT, (_, code: string, data: string) => code + data.replace(/[^\r\n]/g, ' '))
  return given
}
