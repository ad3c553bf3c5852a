import type { Cst } from '../grammar/cst.js'
import type { Range } from '../grammar/nodes.js'

const TEST =
  /^#\s*\[\s*(?:cfg\s*\(\s*(?:test\b|all\s*\(\s*test\b)|(?:\w+\s*::\s*)*(?:test|rstest|test_case|bench)\b)/

/** Modules and functions that are compiled for tests alone. */
export function testsIn(root: Cst, text: string): Range[] {
  const found: Range[] = []
  const visit = (node: Cst) => {
    let isTest = false
    for (const child of node.children) {
      if (child.type === 'attribute_item') isTest ||= TEST.test(text.slice(child.start, child.end))
      else if (child.named && !/comment$/.test(child.type)) {
        if (isTest) found.push({ start: child.start, end: child.end })
        else if (/^(?:mod_item|impl_item|declaration_list)$/.test(child.type)) visit(child)
        isTest = false
      }
    }
  }
  visit(root)
  return found
}
