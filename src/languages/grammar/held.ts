import { walk } from '../script/link.js'
import type { Node } from '../script/tree.js'
import { mentionsBrand } from '../site.js'

/** Whether a call that was turned into something else still holds every text of its arguments that rules will ask for. */
export function holdsAll(built: Node, args: readonly Node[], text: string): boolean {
  const wanted = args.filter((arg) => mentionsBrand(text.slice(arg.start, arg.end)))
  if (wanted.length === 0) return true
  const held = new Set(placesIn(built))
  return wanted.every((arg) => placesIn(arg).every((place) => held.has(place)))
}

/** Where texts stand: a pattern is another node than the text it was made of. */
function placesIn(root: Node): number[] {
  return [...walk(root)].flatMap((node) => (node.content ? [node.content.start as number] : []))
}
