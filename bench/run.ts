/**
 *     npm run bench                      all of them
 *     npm run bench -- roof 'update-*'   these, and those whose names begin so
 *     npm run bench -- --compare         the change against the newest saved run of this machine, with its noise
 *     npm run bench -- --save            keeps the single times in bench/runs/; --machine NAME names the machine
 *
 * Prints one JSON object a line; README.md says what is measured and how.
 */

import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { changeLine, changes, currentLoad, lastRun, machineName, runOf, saveRun } from './diary.ts'
import { type Benchmark, lineOf, type Measurement } from './measure.ts'

/** Each family is loaded when it is asked for. */
const benchmarks: Readonly<Record<string, () => Promise<Benchmark>>> = {
  roof: async () => (await import('./gemm.ts')).roof,
  gemm: async () => (await import('./gemm.ts')).gemm,
  'update-b16': async () => (await import('./update.ts')).updateB16,
  'update-b16-official': async () => (await import('./update.ts')).updateB16Official,
  'update-b64-t400': async () => (await import('./update.ts')).updateB64T400,
  phases: async () => (await import('./phases.ts')).phases,
  'evaluate-2000': async () => (await import('./evaluate.ts')).evaluate2000,
  'evaluate-25000': async () => (await import('./evaluate.ts')).evaluate25000,
  tokenize: async () => (await import('./others.ts')).tokenizers,
  'cold-start': async () => (await import('./commands.ts')).coldStart,
  'predict-25000': async () => (await import('./commands.ts')).predict25000,
  'predict-pretrained': async () => (await import('./commands.ts')).predictPretrained,
  'server-while-training': async () => (await import('./server-while-training.ts')).serverWhileTraining,
  engines: async () => (await import('./others.ts')).engines,
}

const { values, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    save: { type: 'boolean', default: false },
    compare: { type: 'boolean', default: false },
    machine: { type: 'string', default: machineName() },
  },
})
const folder = fileURLToPath(new URL('runs', import.meta.url))
const isMeant = (name: string, pattern: string) =>
  pattern.endsWith('*') ? `${name}-`.startsWith(pattern.slice(0, -1)) : name === pattern
const unknown = wanted.filter(pattern => !Object.keys(benchmarks).some(name => isMeant(name, pattern)))
if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(', ')}; there are ${Object.keys(benchmarks).join(', ')}`)
  process.exitCode = 2
} else {
  const load = currentLoad()
  const measurements: Measurement[] = []
  for (const [name, load] of Object.entries(benchmarks)) {
    if (wanted.length > 0 && !wanted.some(pattern => isMeant(name, pattern))) continue
    const benchmark = await load()
    await benchmark(measurement => {
      measurements.push(measurement)
      console.log(lineOf(measurement))
    })
  }
  const run = runOf(values.machine, load, measurements)
  if (values.compare) {
    const last = lastRun(folder, values.machine)
    console.error(
      last === undefined
        ? `no run of ${values.machine} in bench/runs/ yet: --save makes one`
        : [`against ${last.date}, ${last.commit}, Node ${last.node}, load ${last.load.toFixed(1)}:`]
            .concat(changes(last, run).map(changeLine))
            .join('\n'),
    )
  }
  if (values.save) console.error(`kept in ${saveRun(folder, run)}`)
}
