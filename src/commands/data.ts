import { stat } from 'node:fs/promises'
import { Argument, Command } from 'commander'
import { aclImdb, fetchAclImdb } from '../data/aclimdb-source.ts'
import { extractArchive } from '../data/archive.ts'
import { programName, say, write } from './output.ts'
import { progressBar } from './progress-bar.ts'

interface DataOptions {
  readonly out: string
  readonly from?: string
  readonly extract?: true
}

export function dataCommand(): Command {
  return new Command('data')
    .summary('fetch the official reviews')
    .description(
      `Fetches a data set. imdb: the official IMDB reviews, ${aclImdb.name} (80 MB); its path goes to stdout.\n` +
        'A download that broke off is gone on with. HTTP_PROXY, HTTPS_PROXY and NO_PROXY are honoured.',
    )
    .addArgument(new Argument('<name>', 'which data').choices(['imdb']))
    .option('--out <folder>', 'where it goes', 'data')
    .option('--from <url|file>', 'take the archive from there', aclImdb.url)
    .option('--extract', 'also write its 100,000 files (training does not need them)')
    .action(runData)
}

async function runData(_name: string, { out, from, extract }: DataOptions): Promise<void> {
  const path = await fetchWithProgress(out, from)
  if (extract) await extractWithProgress(path, out)
  await write(`${path}\n`)
  say(`next: ${programName} train --data ${path}`)
}

async function fetchWithProgress(folder: string, from: string | undefined): Promise<string> {
  const bar = progressBar(byteFormat('fetching'))
  try {
    return await fetchAclImdb(folder, from, {
      onProgress: (received, total = aclImdb.maximumBytes) =>
        bar.update(received, total, megabytes(received)),
      onInterruption: why => say(`lstm: ${why}; going on`),
    })
  } finally {
    bar.stop()
  }
}

async function extractWithProgress(path: string, folder: string): Promise<void> {
  const { size } = await stat(path)
  const bar = progressBar(byteFormat('extracting'))
  try {
    await extractArchive(path, folder, bytes => bar.update(bytes, size, megabytes(bytes)))
  } finally {
    bar.stop()
  }
}

function byteFormat(verb: string): string {
  return `${verb} [{bar}] {percentage} % | {megabytes} MB`
}

function megabytes(bytes: number): { megabytes: string } {
  return { megabytes: (bytes / 1e6).toFixed(1) }
}
