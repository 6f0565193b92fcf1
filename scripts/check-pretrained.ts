/**
 *     npx tsx scripts/check-pretrained.ts
 *
 * Shows that `lstm eval` gives for the pretrained model, to the digit, the figures that checkpoints/README.md states.
 */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const stated = readFileSync(join(root, 'checkpoints', 'README.md'), 'utf8')
// Where nothing was trained, so that the pretrained model answers; the reviews are found beside the program.
const folder = mkdtempSync(join(tmpdir(), 'lstm-pretrained-'))
const output = execFileSync(process.execPath, [join(root, 'bin', 'lstm.js'), 'eval', '--format', 'json'], {
  cwd: folder,
})
rmSync(folder, { recursive: true })
const { examples, accuracy, ece } = JSON.parse(output.toString('utf8'))
const line = `${examples} reviews: accuracy ${(100 * accuracy).toFixed(2)} %, expected calibration error ${ece.toFixed(4)}`
if (stated.includes(line)) console.log(`checkpoints/README.md is right: ${line}`)
else {
  console.error(`checkpoints/README.md does not state what lstm eval measures: ${line}`)
  process.exitCode = 1
}
