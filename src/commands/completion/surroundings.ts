/** What decides beside the flags, and what holds of all of them: for the manual page and docs/flags.md. */

export const everySwitch =
  'Each switch has another form, with no- before its name or without it (--json, --no-json), which takes it back, whatever turned it on. --json is --format json in every command that has one of them.'

/** Variables of the environment, those that stand for flags first. */
export const variableMeanings: readonly (readonly [names: string, meaning: string])[] = [
  [
    'LSTM_BATCH_SIZE=32',
    'gives --batch-size, and so for every flag but --help and --version: LSTM_, then its name in capitals, with _ for -; of a switch true or false',
  ],
  ['LSTM_CONFIG', 'the file of --config'],
  ['LSTM_DEBUG=1', 'shows stack and causes of every error'],
  [
    'NO_COLOR, FORCE_COLOR',
    'decide about colours, where else a terminal has them; no progress is drawn with TERM=dumb',
  ],
  [
    'LC_ALL, LC_CTYPE, LANG',
    'whether the curve of a training is drawn: in a locale of UTF-8; no data depends on it',
  ],
  ['XDG_CACHE_HOME', 'where the cache of tokenised texts lies, in the folder lstm'],
  ['HTTP_PROXY, HTTPS_PROXY, NO_PROXY', 'how lstm data imdb reaches the network'],
]
