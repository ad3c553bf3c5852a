import type { Node } from '../script/tree.js'
import { type Decode, node, type Range } from './nodes.js'

/** A text that only people read, such as a docstring. `content` is the range between its delimiters. */
export const prose = (content: Range, decode?: Decode): Node => node('JSXText', content, { content, decode })
