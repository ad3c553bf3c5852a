/** The README's words about a run of the benchmark (`bench/results.json`): every row with its ratio, goal and verdict. */
export function speedTables({ date, machine, versions, quick, warning, rows, growth }) {
  const head = [
    '| job | compared with | kommo-migrate | the other | result | goal |',
    '|---|---|---|---|---|---|',
  ]
  const table = [...head, ...rows.map(line)].join('\n')
  const tools = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  const notes = [
    `Measured on ${date}: medians of paired runs; wall time and, in brackets, CPU time and peak memory of the largest process. ${machine}; ${tools.join(', ')}.`,
    ...(quick ? ['This was a quick run over small trees: start-up weighs more than it should.'] : []),
    ...(warning ? [`Not to be trusted, repeat it: ${warning}.`] : []),
  ]
  return [table, growthTable(growth), ...notes].join('\n\n')
}

function line({ name, against, skipped, ours, other, result, goals }) {
  if (skipped) return `| ${name} | ${against} | | | not measured: ${skipped} | |`
  const verdicts = goals.map((goal) => `${goal.text}: ${goal.met ? 'met' : '**missed**'}`)
  return `| ${name} | ${against} | ${side(ours)} | ${side(other)} | ${result} | ${verdicts.join('<br>')} |`
}

function side({ ms, cpuMs, mb }) {
  return cpuMs === undefined ? duration(ms) : `${duration(ms)} (${duration(cpuMs)}, ${Math.round(mb)} MB)`
}

function duration(ms) {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toPrecision(3)} s`
}

function growthTable(growth) {
  const lines = growth.map(
    ({ name, tool, files, time, memory }) =>
      `| ${name} | ${tool} | ${files} x | ${time} x | ${memory ? `${memory} x` : 'not measured'} |`,
  )
  return ['| growth | tool | files | time | memory |', '|---|---|---|---|---|', ...lines].join('\n')
}
