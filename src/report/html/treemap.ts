/** A part of the map: where the work is. */
export interface Tile {
  name: string
  count: number
  x: number
  y: number
  width: number
  height: number
}

/**
 * Lays out areas in proportion to counts, as square as it goes (Bruls, Huizing, van Wijk: "Squarified treemaps").
 * @param items the largest first
 */
export function treemap(
  items: readonly { name: string; count: number }[],
  width: number,
  height: number,
): Tile[] {
  const total = items.reduce((sum, { count }) => sum + count, 0)
  if (total === 0) return []
  const scale = (width * height) / total
  const tiles: Tile[] = []
  let rest = { x: 0, y: 0, width, height }
  let row: { name: string; count: number }[] = []
  const side = () => Math.min(rest.width, rest.height)
  const place = () => {
    const area = row.reduce((sum, { count }) => sum + count * scale, 0)
    const isWide = rest.width >= rest.height
    const depth = side() > 0 ? area / side() : 0
    let at = isWide ? rest.y : rest.x
    for (const { name, count } of row) {
      const length = depth > 0 ? (count * scale) / depth : 0
      tiles.push(
        isWide
          ? { name, count, x: rest.x, y: at, width: depth, height: length }
          : { name, count, x: at, y: rest.y, width: length, height: depth },
      )
      at += length
    }
    rest = isWide
      ? { ...rest, x: rest.x + depth, width: rest.width - depth }
      : { ...rest, y: rest.y + depth, height: rest.height - depth }
    row = []
  }
  for (const item of items) {
    if (row.length > 0 && worst([...row, item], side(), scale) > worst(row, side(), scale)) place()
    row.push(item)
  }
  place()
  return tiles
}

/** The ratio of the longest tile of a row. */
function worst(row: readonly { count: number }[], side: number, scale: number): number {
  const areas = row.map(({ count }) => count * scale)
  const sum = areas.reduce((all, area) => all + area, 0)
  const [most, least] = [Math.max(...areas), Math.min(...areas)]
  return Math.max((side * side * most) / (sum * sum), (sum * sum) / (side * side * least))
}
