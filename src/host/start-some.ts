import { LstmError } from '../errors.ts'

/**
 * Starts threads that are there only to be faster: so many, or as many as the system gives, be it none. Users and containers have a number
 * that they may not pass.
 *
 * @param start starts one, which is told its place among them
 */
export function startSome<Started>(most: number, start: (n: number) => Started): Started[] {
  const started: Started[] = []
  try {
    while (started.length < most) started.push(start(started.length))
  } catch (error) {
    if (!(error instanceof LstmError && error.code === 'memory')) throw error
  }
  return started
}
