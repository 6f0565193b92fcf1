import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runLstm, temporaryFolder, tinyTraining } from '../../run-lstm.ts'

/** Node from 24 on joins vectors. */
const joinsVectors = Number(process.versions.node.split('.')[0]) >= 24

it.skipIf(!joinsVectors).each([
  ['128', '256'],
  ['256', '128'],
])(
  'interrupted in vectors of %s bits and resumed in %s, with other threads, a training ends with the same bytes',
  async (first, second) => {
    const folder = temporaryFolder()
    const training = ['train', ...tinyTraining, '--max-epochs', '20']
    const whole = await runLstm([...training, '--out', 'whole', '--threads', '1', '--vector-width', first], {
      folder,
    })
    expect(whole.code).toBe(0)
    let sent = false
    const stopped = await runLstm(
      [...training, '--out', 'stopped', '--threads', '2', '--vector-width', first],
      {
        folder,
        watch: (child, stderr) => {
          if (!sent && stderr.includes('update 30')) sent = child.kill('SIGINT')
        },
      },
    )
    expect(stopped.code).toBe(130)
    const resumed = ['train', '--resume', '--out', 'stopped', '--threads', '5', '--vector-width', second]
    expect((await runLstm(resumed, { folder })).code).toBe(0)
    for (const file of ['best.safetensors', 'last.safetensors', 'history.jsonl']) {
      const of = (out: string) => readFile(join(folder, out, file))
      expect((await of('stopped')).equals(await of('whole')), file).toBe(true)
    }
  },
)
