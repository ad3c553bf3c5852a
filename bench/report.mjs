// Rows of the benchmark: how they are judged and printed.

/** Collects rows; each is printed when it is there. `met` of a goal is a fact, a missed one is said. */
export function createReport(print = console.log) {
  const rows = []
  const noise = []
  const growth = []
  const add = (row) => {
    rows.push(row)
    print(text(row))
  }
  return {
    rows,
    growth,
    /** What the spread of the runs says against the figures: nothing, or one sentence. */
    unsteady() {
      const worst = noise.sort((a, b) => b.spread - a.spread)[0]
      if (!worst) return []
      const percent = Math.round(worst.spread * 100)
      return [
        `${noise.length} of ${rows.length * 2} series of runs are unsteady, most "${worst.name}" (${percent} %)`,
      ]
    },
    /** `ours` and `other` are summaries of paired runs, a goal says how many times the other's time ours may take. */
    ratio(name, ours, other, against, ...atMost) {
      const value = ours.ms / other.ms
      const goals = atMost.map((limit) => ({ text: `at most ${limit} x`, met: value <= limit }))
      measured(name, ours, other, against, `${value.toFixed(2)} x`, goals)
    },
    /** The same, where a goal says how many times faster we are. */
    faster(name, ours, other, against, ...atLeast) {
      const value = other.ms / ours.ms
      const goals = atLeast.map((limit) => ({ text: `at least ${limit} x faster`, met: value >= limit }))
      measured(name, ours, other, against, `${value.toFixed(1)} x faster`, goals)
    },
    /** The same, where a goal is a number of milliseconds on top. */
    above(name, ours, other, against, limit) {
      const more = ours.ms - other.ms
      const sign = more < 0 ? '' : '+'
      measured(name, ours, other, against, `${sign}${more.toFixed(0)} ms`, [
        { text: `at most +${limit} ms`, met: more <= limit },
      ])
    },
    skip(name, against, why) {
      add({ name, against, skipped: why })
    },
    /** What more files cost: the same tool over two trees. */
    grows(name, tool, small, large) {
      const times = (key) => large[key] / small[key]
      const line = { name, tool, files: times('count'), time: times('ms'), memory: times('mb') }
      for (const key of ['files', 'time', 'memory']) line[key] = precise(line[key])
      growth.push(line)
      print(`growth, ${name}: ${growthText(line)}`)
    },
  }

  function measured(name, ours, other, against, result, goals) {
    for (const { spread } of [ours, other]) if (spread > 0.25) noise.push({ name, spread })
    add({
      name,
      against,
      runs: ours.runs,
      ours: figures(ours),
      other: figures(other),
      ratio: precise(ours.ms / other.ms),
      ...(ours.mb && other.mb
        ? { cpuRatio: precise(ours.cpuMs / other.cpuMs), memoryRatio: precise(ours.mb / other.mb) }
        : {}),
      result,
      goals,
    })
  }
}

function figures({ ms, cpuMs, mb }) {
  const known = Object.entries({ ms, cpuMs, mb }).filter(([, value]) => value !== undefined)
  return Object.fromEntries(known.map(([key, value]) => [key, precise(value)]))
}

/** Three digits, or undefined for what nobody measured. */
function precise(value) {
  return Number.isFinite(value) ? Number(value.toPrecision(3)) : undefined
}

function text({ name, against, skipped, runs, ours, other, cpuRatio, memoryRatio, result, goals }) {
  if (skipped) return `${name}, against ${against}\n  skipped: ${skipped}`
  const verdicts = goals.map((goal) => `${goal.text}: ${goal.met ? 'met' : 'MISSED'}`)
  const more = `${cpuRatio ? `; CPU ${cpuRatio} x` : ''}${memoryRatio ? `; memory ${memoryRatio} x` : ''}`
  return `${name}
  ours ${side(ours)}
  ${against} ${side(other)}
  ${result}${more}; ${runs} paired ${runs === 1 ? 'run' : 'runs'}${verdicts.length > 0 ? ` (goal ${verdicts.join('; ')})` : ''}`
}

function side({ ms, cpuMs, mb }) {
  return cpuMs === undefined ? `${ms} ms` : `${ms} ms, ${cpuMs} ms CPU, ${mb} MB`
}

function growthText({ tool, files, time, memory }) {
  return `${files} x the files take ${tool} ${time} x the time${memory ? ` and ${memory} x the memory` : ''}`
}
