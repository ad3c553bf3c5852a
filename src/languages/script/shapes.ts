import { visitorKeys } from '@typescript-eslint/visitor-keys'

/** What a node means for the scopes of plain JavaScript. */
export const MARK = {
  none: 0,
  identifier: 1,
  function: 2,
  block: 3,
  class: 4,
  loop: 5,
  catch: 6,
  switch: 7,
  with: 8,
  staticBlock: 9,
  field: 10,
} as const

/** What is known of every node of one type. */
export interface Shape {
  /** Properties that hold child nodes, in source order. */
  keys: readonly string[]
  /** One of `MARK`. */
  mark: number
  /** Whether a tree of plain JavaScript holds such nodes. */
  isPlain: boolean
}

const MARKS: Readonly<Record<string, number>> = {
  Identifier: MARK.identifier,
  FunctionDeclaration: MARK.function,
  FunctionExpression: MARK.function,
  ArrowFunctionExpression: MARK.function,
  BlockStatement: MARK.block,
  ClassDeclaration: MARK.class,
  ClassExpression: MARK.class,
  ForStatement: MARK.loop,
  ForInStatement: MARK.loop,
  ForOfStatement: MARK.loop,
  CatchClause: MARK.catch,
  SwitchStatement: MARK.switch,
  WithStatement: MARK.with,
  StaticBlock: MARK.staticBlock,
  PropertyDefinition: MARK.field,
}

const TYPED_NODE =
  /^(?:TS|JSX)|^(?:Decorator|AccessorProperty|V8IntrinsicExpression|ParenthesizedExpression)$/

const SHAPES = new Map<string, Shape>()
for (const [type, keys = []] of Object.entries(visitorKeys)) {
  SHAPES.set(type, {
    keys,
    mark: MARKS[type] ?? MARK.none,
    isPlain: !TYPED_NODE.test(type),
  })
}

/** The shape of a node type; `undefined` for one that no table knows (Flow, other languages). */
export function shapeOf(type: string): Shape | undefined {
  return SHAPES.get(type)
}
