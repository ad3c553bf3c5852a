import type { Hole, Literal } from '../sites.js'

/** The parts of a text laid end to end, with the way back to each literal. */
export interface Joined {
  /** Literals as decoded, constants as what they stand for, other holes as one U+E000. */
  text: string
  /** The written literal that holds the character at `index`; `undefined` inside holes and constants. */
  literalAt(index: number): { literal: Literal; start: number } | undefined
}

export function joinParts(parts: readonly (Literal | Hole)[]): Joined {
  const homes: { literal: Literal; start: number }[] = []
  let text = ''
  for (const part of parts) {
    if (part.kind === 'literal') {
      homes.push({ literal: part, start: text.length })
      text += part.text
    } else text += part.value ? part.value.text : '\uE000'
  }
  return {
    text,
    literalAt: (index) =>
      homes.find(({ literal, start }) => index >= start && index < start + literal.text.length),
  }
}
