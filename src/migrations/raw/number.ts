import { nextSecond } from '../files.js'

/**
 * The number of the step behind the last one, written as that is: digits grow, signs between them stay.
 * Twelve digits (`YYMMDDHHMMSS`) and fourteen are times and move on by seconds; thirteen are milliseconds.
 * @param last number as it stands in a name: `2024_01_31_120000`, `240131_120000`, `0007`
 * @param by how many steps
 */
export function following(last: string, by: number): string {
  const digits = last.replace(/\D/g, '')
  let next = digits
  for (let i = 0; i < by; i++) next = one(next)
  let at = next.length - digits.length
  const grown = next.slice(0, at)
  return grown + last.replace(/\d/g, () => next[at++] as string)
}

function one(digits: string): string {
  if (digits.length === 14) return nextSecond(digits)
  if (digits.length === 12) return nextSecond(`20${digits}`).slice(2)
  const step = digits.length === 13 ? 1000n : 1n
  return (BigInt(digits) + step).toString().padStart(digits.length, '0')
}
