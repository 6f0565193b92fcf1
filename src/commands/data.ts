import { stat } from 'node:fs/promises'
import { SingleBar } from 'cli-progress'
import { Argument, Command } from 'commander'
import { aclImdb, fetchAclImdb } from '../data/aclimdb-source.ts'
import { extractArchive } from '../data/archive.ts'
import { programName, say, write } from './output.ts'

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
  const bar = byteBar('fetching')
  try {
    return await fetchAclImdb(folder, from, {
      onProgress: (received, total) => bar.update(received, total),
      onInterruption: why => say(`lstm: ${why}; going on`),
    })
  } finally {
    bar.stop()
  }
}

async function extractWithProgress(path: string, folder: string): Promise<void> {
  const { size } = await stat(path)
  const bar = byteBar('extracting')
  try {
    await extractArchive(path, folder, bytes => bar.update(bytes, size))
  } finally {
    bar.stop()
  }
}

/** A progress bar in megabytes on a terminal, and nothing elsewhere. */
function byteBar(verb: string): { update(bytes: number, total: number | undefined): void; stop(): void } {
  if (!process.stderr.isTTY) return { update() {}, stop() {} }
  const bar = new SingleBar({
    format: `${verb} [{bar}] {percentage} % | {megabytes} MB`,
    barsize: 20,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: false,
  })
  let started = false
  return {
    update(bytes, total = aclImdb.maximumBytes) {
      const megabytes = (bytes / 1e6).toFixed(1)
      if (!started) bar.start(total, bytes, { megabytes })
      started = true
      bar.setTotal(total)
      bar.update(bytes, { megabytes })
    },
    stop: () => bar.stop(),
  }
}
