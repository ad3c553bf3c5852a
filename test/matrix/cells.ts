import type { Use } from '../../src/sites.js'
import type { Cell } from './cell.js'
import { argument } from './cells/argument.js'
import { arm } from './cells/arm.js'
import { attribute } from './cells/attribute.js'
import { binding } from './cells/binding.js'
import { label } from './cells/case.js'
import { comment } from './cells/comment.js'
import { compare } from './cells/compare.js'
import { fallback } from './cells/default.js'
import { directive } from './cells/directive.js'
import { element } from './cells/element.js'
import { embedded } from './cells/embedded.js'
import { entry } from './cells/entry.js'
import { key } from './cells/key.js'
import { part } from './cells/part.js'
import { pattern } from './cells/pattern.js'
import { prose } from './cells/prose.js'
import { receiver } from './cells/receiver.js'
import { recorded } from './cells/recorded.js'
import { returned } from './cells/return.js'
import { setting } from './cells/setting.js'
import { storageKey } from './cells/storage-key.js'
import { literalType } from './cells/type.js'
import { unknown } from './cells/unknown.js'

/** The cells of every row of the model; a use that is added there does not compile here until it has its own. */
export const cells: Record<Use['is'], readonly Cell[]> = {
  argument,
  receiver,
  part,
  compare,
  case: label,
  pattern,
  element,
  entry,
  key,
  binding,
  return: returned,
  default: fallback,
  arm,
  attribute,
  setting,
  type: literalType,
  directive,
  storageKey,
  unknown,
  comment,
  prose,
  recorded,
  embedded,
}
