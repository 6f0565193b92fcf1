import { SingleBar } from 'cli-progress'

/** A bar on stderr that appears with its first value; elsewhere than on a terminal nothing. */
export interface ProgressBar {
  update(value: number, total: number, shown?: object): void
  stop(): void
}

/** @param format as cli-progress has it: {bar}, {percentage}, {value}, {total}, and what `shown` names */
export function progressBar(format: string): ProgressBar {
  if (!process.stderr.isTTY) return { update() {}, stop() {} }
  const bar = new SingleBar({
    format,
    barsize: 20,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: false,
  })
  let started = false
  return {
    update(value, total, shown = {}) {
      if (!started) bar.start(total, value, shown)
      started = true
      bar.setTotal(total)
      bar.update(value, shown)
    },
    stop: () => bar.stop(),
  }
}
