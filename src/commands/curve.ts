/** Numbers as a small curve on one line, the lowest as the lowest bar: '█▅▃▂▁▂'. Of many, the last ones. */
export function curve(values: readonly number[]): string {
  const shown = values.slice(-longest)
  const lowest = Math.min(...shown)
  const range = Math.max(...shown) - lowest || 1
  return shown.map(value => bars[Math.round(((value - lowest) / range) * (bars.length - 1))]).join('')
}

const bars = [...'▁▂▃▄▅▆▇█']

/** Characters. */
const longest = 16

/** Whether what shows the output knows such characters: by the locale (POSIX: the first of these that is set), and on Windows always. */
export function showsCurves(
  { LC_ALL, LC_CTYPE, LANG }: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): boolean {
  return platform === 'win32' || /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '')
}
