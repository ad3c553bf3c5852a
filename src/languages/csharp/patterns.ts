import { type Cst, fieldOf, namedOf } from '../grammar/cst.js'
import type { Handlers, Lowering } from '../grammar/lowering.js'
import { binary, logical, node as make, other, unary } from '../grammar/nodes.js'
import type { Node } from '../script/tree.js'
import { property } from './names.js'

/** What is asked of a value; made anew for every question. */
type Subject = () => Node

/** `host is "a" or "b"`: a comparison with each, which further ones join in the pattern's own words. */
function asked(pattern: Cst, subject: Subject, to: Lowering): Node {
  switch (pattern.type) {
    case 'constant_pattern':
      return { ...binary(pattern, subject(), '===', to.lower(namedOf(pattern)[0] as Cst)), joint: 'or' }
    case 'or_pattern':
    case 'and_pattern': {
      const [left, right] = [fieldOf(pattern, 'left') as Cst, fieldOf(pattern, 'right') as Cst]
      const operator = pattern.type === 'or_pattern' ? '||' : '&&'
      return logical(pattern, asked(left, subject, to), operator, asked(right, subject, to))
    }
    case 'negated_pattern': {
      const inner = namedOf(pattern)[0] as Cst
      if (inner.type !== 'constant_pattern') return unary(pattern, '!', asked(inner, subject, to))
      return { ...binary(pattern, subject(), '!==', to.lower(namedOf(inner)[0] as Cst)), joint: 'and' }
    }
    case 'parenthesized_pattern':
      return make('ParenthesizedExpression', pattern, {
        expression: asked(namedOf(pattern)[0] as Cst, subject, to),
      })
    case 'recursive_pattern':
      return properties(pattern, subject, to)
    default:
      return other(pattern, pattern.type, [subject()])
  }
}

/** `{ Host: "a" or "b" }`. */
function properties(pattern: Cst, subject: Subject, to: Lowering): Node {
  const clause = pattern.children.find((child) => child.type === 'property_pattern_clause')
  const questions = (clause ? namedOf(clause) : []).flatMap((each) => {
    const [name, inner] = namedOf(each)
    if (each.type !== 'subpattern' || !name || !inner) return []
    return [asked(inner, () => property(name, subject(), name, to), to)]
  })
  return questions.length > 0
    ? questions.reduce((left, right) => logical(pattern, left, '&&', right))
    : other(pattern, pattern.type, [subject()])
}

function isPattern(node: Cst, to: Lowering): Node {
  const expression = fieldOf(node, 'expression') as Cst
  return asked(fieldOf(node, 'pattern') as Cst, () => to.lower(expression), to)
}

/** Constants that a pattern lists; what it asks besides is read, and no constant. */
function labelsOf(pattern: Cst, to: Lowering): Node[] {
  if (pattern.type === 'constant_pattern') return [to.lower(namedOf(pattern)[0] as Cst)]
  if (pattern.type === 'or_pattern') return namedOf(pattern).flatMap((each) => labelsOf(each, to))
  return [other(pattern, pattern.type, to.all(namedOf(pattern)))]
}

/** `zone switch { "com" => …, _ => … }`. */
function switchExpression(node: Cst, to: Lowering): Node {
  const [subject, ...rest] = namedOf(node)
  const arms = rest
    .filter((arm) => arm.type === 'switch_expression_arm')
    .map((arm) => {
      const [pattern, ...parts] = namedOf(arm) as [Cst, ...Cst[]]
      return make('MatchArm', arm, {
        labels: [
          ...(pattern.type === 'discard' ? [] : labelsOf(pattern, to)),
          ...parts
            .filter((part) => part.type === 'when_clause')
            .map((part) => to.lower(namedOf(part)[0] as Cst)),
        ],
        body: to.lower(parts.at(-1) as Cst),
        joint: ' or ',
      })
    })
  return make('MatchExpression', node, { discriminant: to.lower(subject as Cst), arms })
}

/** What a case of a statement compares with. */
export function caseTest(pattern: Cst, subject: Cst, to: Lowering): Node {
  if (pattern.type === 'constant_pattern') return to.lower(namedOf(pattern)[0] as Cst)
  return /pattern$/.test(pattern.type) ? asked(pattern, () => to.lower(subject), to) : to.lower(pattern)
}

export const patterns: Handlers = {
  is_pattern_expression: isPattern,
  is_expression: (node, to) =>
    other(node, 'is', [to.lower(fieldOf(node, 'left') ?? (namedOf(node)[0] as Cst))]),
  switch_expression: switchExpression,
}
