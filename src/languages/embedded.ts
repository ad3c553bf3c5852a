const SIGNS: readonly RegExp[] = [
  /\b(?:const|let|var)\s+[\w${[]/,
  /\bfunction\b\s*\w*\s*\(/,
  /=>/,
  /;\s*(?:\n|$)/,
  /\breturn\b/,
  /\b(?:if|for|while|switch|catch)\s*\(/,
  /\w\.\w+\([^)]*\)/,
  /\bnew\s+[A-Z]\w*\(/,
  /===|!==|&&|\|\|/,
]

/** Whether a text value is evidently JavaScript source (two independent signs of it) and no prose or URL. */
export function isScriptText(text: string): boolean {
  if (text.length < 12) return false
  let signs = 0
  for (const sign of SIGNS) if (sign.test(text) && ++signs === 2) return true
  return false
}

/** Language name of a fence, a `<script type>` or a file ending, in one spelling: `js` and `jsx` are `javascript`. */
export function languageName(name: string): string {
  const word = name.trim().toLowerCase()
  return ALIASES[word] ?? word
}

const ALIASES: Readonly<Record<string, string>> = {
  js: 'javascript',
  jsx: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  node: 'javascript',
  ts: 'typescript',
  tsx: 'typescript',
  py: 'python',
  rb: 'ruby',
  sh: 'shell',
  bash: 'shell',
  zsh: 'shell',
  console: 'shell',
  yml: 'yaml',
  htm: 'html',
  golang: 'go',
  cs: 'csharp',
  'c#': 'csharp',
}
