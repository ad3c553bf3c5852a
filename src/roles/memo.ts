/** Answers that are kept at most: the names of one project repeat, those of a whole run need not all be remembered. */
const MOST = 5000

/** A pure function of a text that remembers its answers: names repeat a hundredfold, in a file and from file to file. */
export function remembered<Answer>(answer: (text: string) => Answer): (text: string) => Answer {
  const known = new Map<string, Answer>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined || known.has(text)) return before as Answer
    if (known.size >= MOST) known.clear()
    const found = answer(text)
    known.set(text, found)
    return found
  }
}
