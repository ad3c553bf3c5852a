/** How a project writes its scripts, as far as a new file has to look like them. Plain data. */
export interface ScriptStyle {
  quote: "'" | '"'
  semicolon: '' | ';'
  indent: string
  /** `import` and `export`, or `require` and `module.exports`. */
  isModule: boolean
}

/** The style of a script. */
export function styleOf(text: string): ScriptStyle {
  const single = text.match(/'/g)?.length ?? 0
  const double = text.match(/"/g)?.length ?? 0
  const from = /\bfrom\s*(['"])/.exec(text)?.[1] ?? /\brequire\(\s*(['"])/.exec(text)?.[1]
  return {
    quote: from === '"' || (from === undefined && double > single) ? '"' : "'",
    semicolon: /;[ \t]*$/m.test(text) ? ';' : '',
    indent: /^([ \t]+)\S/m.exec(text.replace(/^[ \t]*\/?\*.*$/gm, ''))?.[1] ?? '  ',
    isModule: /^[ \t]*(?:import|export)\b/m.test(text),
  }
}

/** A text as a literal. */
export function literalIn({ quote }: Pick<ScriptStyle, 'quote'>, text: string): string {
  return `${quote}${text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`).replaceAll('\n', '\\n')}${quote}`
}

/** `add_own_key` as a name of a class. */
export function pascalCase(name: string): string {
  return name.replace(/(?:^|[^a-zA-Z\d]+)([a-zA-Z\d]?)/g, (_, letter: string) => letter.toUpperCase())
}
