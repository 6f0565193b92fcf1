/**
 *     npm run bench                      all of them
 *     npm run bench -- roof 'update-*'   these, and those whose names begin so
 *
 * Prints one JSON object a line; README.md says what is measured and how.
 */

import type { Benchmark } from './measure.ts'

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

const wanted = process.argv.slice(2)
const isMeant = (name: string, pattern: string) =>
  pattern.endsWith('*') ? `${name}-`.startsWith(pattern.slice(0, -1)) : name === pattern
const unknown = wanted.filter(pattern => !Object.keys(benchmarks).some(name => isMeant(name, pattern)))
if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(', ')}; there are ${Object.keys(benchmarks).join(', ')}`)
  process.exitCode = 2
} else {
  for (const [name, load] of Object.entries(benchmarks)) {
    if (wanted.length > 0 && !wanted.some(pattern => isMeant(name, pattern))) continue
    const benchmark = await load()
    await benchmark(measurement => console.log(JSON.stringify(measurement)))
  }
}
