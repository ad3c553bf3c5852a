/** Longest names that PostgreSQL and MySQL take, by which DBAL cuts those that it makes. */
const LONGEST = { postgresql: 63, mysql: 64 } as const

/**
 * The name that DBAL of Doctrine gives a key or a foreign key without one.
 * @param kind what the name begins with
 */
export function dbalName(
  kind: 'UNIQ' | 'IDX' | 'FK',
  table: string,
  columns: readonly string[],
  dialect: keyof typeof LONGEST,
): string {
  const sums = [table, ...columns].map((each) => checksum(each).toString(16))
  return `${kind}_${sums.join('')}`.toUpperCase().slice(0, LONGEST[dialect])
}

/** CRC-32, as `crc32` of PHP. */
function checksum(text: string): number {
  let sum = 0xffffffff
  for (const byte of Buffer.from(text)) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1
  }
  return (sum ^ 0xffffffff) >>> 0
}
