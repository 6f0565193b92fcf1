import { stat } from 'node:fs/promises'
import { Argument, Command } from 'commander'
import { aclImdb, fetchAclImdb } from '../data/aclimdb-source.ts'
import { extractArchive } from '../data/archive.ts'
import { cacheLimit, clearCache, defaultCacheFolder, listCached } from '../data/cache.ts'
import { LstmError } from '../errors.ts'
import type { Flags, Given } from '../settings/flag-table.ts'
import { byteSize, counted } from '../wording.ts'
import { addFlags } from './flags.ts'
import { programName, say, show, write } from './output.ts'
import { progressBar } from './progress-bar.ts'

const names = ['imdb', 'cache'] as const
type Name = (typeof names)[number]

const flags = {
  '--out <folder>': 'where the reviews go (default: data)',
  '--from <url|file>': `take the archive of the reviews from there (default: ${aclImdb.url})`,
  '--extract': 'also write its 100,000 files (training does not need them)',
  '--clear': 'remove all that the cache holds',
} as const satisfies Flags

type DataCommandOptions = Given<typeof flags>

/** Which flags go with which name. */
const belonging: Readonly<Record<keyof DataCommandOptions, Name>> = {
  out: 'imdb',
  from: 'imdb',
  extract: 'imdb',
  clear: 'cache',
}

export function dataCommand(): Command {
  const command = new Command('data')
    .summary('fetch the official reviews; show what is kept of the texts that were read')
    .description(
      `imdb: fetches the official IMDB reviews, ${aclImdb.name} (80 MB); its path goes to stdout. A download that broke off ` +
        'is gone on with. HTTP_PROXY, HTTPS_PROXY and NO_PROXY are honoured.\n' +
        'cache: where tokenised texts are kept between runs, and how much; they can be removed at any time.',
    )
    .addArgument(new Argument('<name>', 'which data').choices(names))
  return addFlags(command, flags).action(runData)
}

async function runData(name: Name, options: DataCommandOptions): Promise<void> {
  const foreign = Object.entries(belonging).find(
    ([flag, belongs]) => options[flag as keyof DataCommandOptions] !== undefined && belongs !== name,
  )
  if (foreign) {
    throw new LstmError('usage', `--${foreign[0]} does not go with 'data ${name}'`, {
      hint: `it is a flag of 'data ${foreign[1]}'`,
    })
  }
  await (name === 'imdb' ? fetchReviews(options) : showCache(options))
}

async function showCache({ clear }: DataCommandOptions): Promise<void> {
  const folder = defaultCacheFolder()
  if (folder === undefined) {
    throw new LstmError('data', 'nothing is kept: there is no home folder', {
      hint: 'name a folder for it with XDG_CACHE_HOME',
    })
  }
  const files = clear ? await clearCache(folder) : await listCached(folder)
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  const size = `${counted(files.length, 'file')}, ${byteSize(bytes)}`
  await show(`${clear ? `removed from ${folder}: ${size}` : `${folder}: ${size}`}\n`)
  if (!clear) say(`lstm: ${(cacheLimit / 2 ** 30).toFixed(0)} GiB are kept at most; --clear removes them`)
}

async function fetchReviews({ out = 'data', from, extract }: DataCommandOptions): Promise<void> {
  using bar = progressBar()
  const path = await fetchAclImdb(out, from, {
    onProgress: (received, total = aclImdb.maximumBytes) =>
      bar.update('fetching', received / total, byteSize(received)),
    onInterruption: why => say(`lstm: ${why}; going on`),
  })
  if (extract) {
    const { size } = await stat(path)
    await extractArchive(path, out, bytes => bar.update('extracting', bytes / size, byteSize(bytes)))
  }
  bar.stop()
  await write(`${path}\n`)
  say(`next: ${programName} train --data ${path}`)
}
