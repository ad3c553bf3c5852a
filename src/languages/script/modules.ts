import type { Source } from '../../files/source.js'
import type { ModuleFacts } from '../language.js'
import { spanOf } from '../site.js'
import { staticText } from './names.js'
import type { Node, ScriptTree } from './tree.js'

/** Imports and exports of a script by name, ES modules and plain CommonJS forms. */
export function moduleFacts(tree: ScriptTree, source: Source, base: number): ModuleFacts {
  const imports: ModuleFacts['imports'][number][] = []
  const span = (node: Node) => spanOf(source, base + node.start, base + node.end)
  for (const statement of tree.program.body as Node[]) {
    switch (statement.type) {
      case 'ImportDeclaration':
        for (const specifier of statement.specifiers as Node[]) {
          const imported =
            specifier.type === 'ImportSpecifier'
              ? String(specifier.imported.name ?? specifier.imported.value)
              : specifier.type === 'ImportDefaultSpecifier'
                ? 'default'
                : '*'
          imports.push({
            from: statement.source.value,
            imported,
            local: specifier.local.name,
            span: span(specifier),
          })
        }
        break
      case 'VariableDeclaration':
        for (const declarator of statement.declarations as Node[]) {
          const from = requiredModule(declarator.init)
          if (from === undefined) continue
          if (declarator.id.type === 'Identifier') {
            imports.push({ from, imported: '*', local: declarator.id.name, span: span(declarator) })
          } else if (declarator.id.type === 'ObjectPattern') {
            for (const property of declarator.id.properties as Node[]) {
              if (property.type !== 'Property' || property.value.type !== 'Identifier') continue
              imports.push({
                from,
                imported: String(property.key.name ?? property.key.value),
                local: property.value.name,
                span: span(property),
              })
            }
          }
        }
        break
    }
  }
  const exports = exportsOf(tree).map(({ node, ...each }) => ({ ...each, span: span(node) }))
  return { imports, exports, kind: tree.kind }
}

/** Names that a module exports, with the local that each stands for, in order. */
export function exportsOf(tree: ScriptTree): { name: string; local?: string; node: Node }[] {
  return (tree.program.body as Node[]).flatMap(
    (statement): { name: string; local?: string; node: Node }[] => {
      if (statement.type === 'ExportDefaultDeclaration') {
        const local = (statement.declaration.name ?? statement.declaration.id?.name) as string | undefined
        return [{ name: 'default', ...(local && { local }), node: statement }]
      }
      if (statement.type !== 'ExportNamedDeclaration') return []
      return [
        ...declaredNames(statement.declaration).map((node) => ({ name: node.name, local: node.name, node })),
        ...((statement.specifiers ?? []) as Node[]).map((node) => ({
          name: String(node.exported.name ?? node.exported.value),
          local: node.local.name as string,
          node,
        })),
      ]
    },
  )
}

function declaredNames(declaration: Node | null | undefined): Node[] {
  if (!declaration) return []
  if (declaration.type === 'VariableDeclaration') {
    return (declaration.declarations as Node[])
      .map((d) => d.id as Node)
      .filter((id) => id.type === 'Identifier')
  }
  return declaration.id ? [declaration.id] : []
}

function requiredModule(init: Node | null | undefined): string | undefined {
  if (init?.type !== 'CallExpression' || init.callee.name !== 'require' || !init.arguments[0])
    return undefined
  return staticText(init.arguments[0])
}
