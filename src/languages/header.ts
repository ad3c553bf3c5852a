import type { Hole, Literal, Use } from '../sites.js'

const HEADER_LINE =
  /^(access-control-allow-origin|x-frame-options|content-security-policy(?:-report-only)?|referer|origin|host|location)\s*:\s/i

/** `header('Location: …')`: the name in front of the colon says what the argument is. */
export function withHeader(uses: readonly Use[], first: Literal | Hole | undefined): readonly Use[] {
  const name = first?.kind === 'literal' ? HEADER_LINE.exec(first.text)?.[1] : undefined
  if (!name) return uses
  return uses.map((use) => (use.is === 'argument' && !use.name ? { ...use, name } : use))
}
