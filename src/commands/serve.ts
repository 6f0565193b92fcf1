import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { decodedFile } from '../data/input/encoding.ts'
import { LstmError } from '../errors.ts'
import { readShortFile } from '../files/read-file.ts'
import { listed } from '../printable.ts'
import type { Reloaded } from '../server/hosted-model.ts'
import { limitTable } from '../server/limits.ts'
import { serveTable } from '../server/serve-settings.ts'
import { type Flags, type Given, settingFlags } from '../settings/flag-table.ts'
import { givenRunSettings, runSettingTable } from '../settings/run-settings.ts'
import { flag, givenSettings, refuseTogether } from '../settings/table.ts'
import { chosenModel, modelFlag } from './answering-model.ts'
import { addFlags } from './flags.ts'
import { reportJson, say } from './output.ts'

const flags = {
  '--checkpoint <path>': modelFlag,
  '--model <name=path>': {
    help: 'a model by a name of its own, instead; may be given several times',
    parse: collected,
  },
  '--alias <name=model>': {
    help: 'another name of a model; may be given several times',
    parse: collected,
  },
  '--default <name>': 'the model that answers where none is named (default: the first)',
  '--host <address>': {
    help: 'where to listen; 0.0.0.0: for everybody who can reach this machine',
    usual: '127.0.0.1',
  },
  '--token-file <path>': 'a file that holds what requests have to bring as a bearer token',
  '--cors <origin>': {
    help: 'an origin whose pages may ask, or *; may be given several times',
    parse: collected,
  },
  '--feedback <path>': 'keep corrections (POST /v1/feedback) in this file, which lstm train --data reads',
  '--log-texts': 'put the texts into the log as well',
  '--no-watch': 'do not load a model anew when its file was replaced',
} as const satisfies Flags

type ServeOptions = Given<typeof flags>

/** Where `npm run build:page` puts the page. */
const pageFolder = fileURLToPath(new URL('../page', import.meta.url))

export function serveCommand(): Command {
  const command = new Command('serve')
    .summary('answer over HTTP')
    .description(
      'Answers over HTTP: POST /v1/predict, and what GET /openapi.json describes. Each request is a line of JSON on stdout. SIGHUP loads the models anew, SIGTERM ends when all is answered.',
    )
  addFlags(command, flags)
  addFlags(command, settingFlags(serveTable))
  return addFlags(command, settingFlags(runSettingTable)).action(runServe)
}

async function runServe(options: ServeOptions): Promise<void> {
  const { port = serveTable.port.default, grace = serveTable.grace.default } = givenSettings(
    serveTable,
    options,
  ) as { readonly port?: number; readonly grace?: number }
  const { createService } = await import('../server/service.ts')
  const { listen } = await import('../server/listen.ts')
  const { feedbackFile } = await import('../server/feedback-file.ts')
  const { pageFiles } = await import('../server/page-files.ts')
  const { fileStamp, watchFile } = await import('../server/watch-files.ts')
  const limits = givenSettings(limitTable, options)
  const models = await modelsOf(options)
  const page = await pageFiles(pageFolder)
  // Before they are read, so that what changes meanwhile is seen.
  const files = await Promise.all(
    Array.from(models, async ([name, path]) => ({ name, path, stamp: await fileStamp(path) })),
  )
  const service = await createService({
    models,
    ...{ aliases: Object.fromEntries(pairs('--alias', options.alias)), default: options.default, limits },
    settings: givenRunSettings(options, process.env),
    token: options.tokenFile === undefined ? undefined : await tokenIn(options.tokenFile),
    cors: options.cors,
    keepFeedback: options.feedback === undefined ? undefined : await feedbackFile(options.feedback),
    // A reader that has gone is no reason to end, and a full disk none: that is told once.
    log: entry => void reportJson(entry),
    logTexts: options.logTexts,
    page,
  })
  try {
    const listening = await listen(service, { host: options.host, port, limits, replacesGlobals: true })
    const reload = async (name?: string) => {
      for (const { name: each, ...reloaded } of await service.reload(name))
        say(`lstm: ${each}: ${reloadLine(reloaded)}`)
    }
    const unwatch =
      options.watch === false
        ? []
        : files.map(({ name, path, stamp }) => watchFile(path, stamp, () => void reload(name)))
    const onHangup = () => void reload()
    process.on('SIGHUP', onHangup)
    const end = toldToEnd()
    // Whoever reads this may send a signal at once: it is heard already.
    for (const { name, path } of files) say(`lstm: ${name}: ${path}`)
    say(`lstm: listening on ${listening.url}`)
    if (page) say(`lstm: the page to try, measure and train models in a browser: ${listening.url}/`)
    await end
    process.off('SIGHUP', onHangup)
    for (const stop of unwatch) stop()
    say(`lstm: ending: what was asked is answered, for at most ${grace} s`)
    if (!(await listening.stop(grace))) {
      throw new LstmError('interrupted', `not all was answered within ${grace} s`, {
        hint: 'a longer --grace gives more time',
      })
    }
  } finally {
    await service.close()
  }
}

function reloadLine({ failure, otherLabels }: Reloaded): string {
  if (failure !== undefined) return `its new file cannot be used, and the model before goes on: ${failure}`
  return otherLabels ? `loaded anew, with other labels than before: ${listed(otherLabels)}` : 'loaded anew'
}

/** The files of the models, by name. */
async function modelsOf({ checkpoint, model }: ServeOptions): Promise<ReadonlyMap<string, string>> {
  if (model === undefined) return new Map([['default', await chosenModel(checkpoint)]])
  refuseTogether({ checkpoint, model }, ['checkpoint', 'model'], flag)
  const chosen = Array.from(
    pairs('--model', model),
    async ([name, path]) => [name, await chosenModel(path)] as const,
  )
  return new Map(await Promise.all(chosen))
}

/** @throws LstmError 'usage' for what is no NAME=VALUE, or a name a second time */
function pairs(flag: string, given: readonly string[] = []): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const pair of given) {
    const [, name, value] = /^([\w.-]{1,100})=(.+)$/.exec(pair) ?? []
    if (!name || !value)
      throw new LstmError(
        'usage',
        `${flag} wants a name and a value, such as reviews=checkpoints/mine, not '${pair}'`,
      )
    if (found.has(name)) throw new LstmError('usage', `${flag} names '${name}' twice`)
    found.set(name, value)
  }
  return found
}

async function tokenIn(path: string): Promise<string> {
  const bytes = await readShortFile(path, 'usage', '--token-file names a file that holds a token')
  return decodedFile(bytes, path).trim()
}

/** Resolves at SIGTERM or SIGINT; another one then ends the program as if nobody listened. */
function toldToEnd(): Promise<void> {
  const names = ['SIGTERM', 'SIGINT'] as const
  return new Promise(resolve => {
    const told = () => {
      for (const name of names) process.off(name, told)
      resolve()
    }
    for (const name of names) process.on(name, told)
  })
}

function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}
