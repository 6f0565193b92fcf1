import { LstmError } from '../errors.ts'

/**
 * Takes a training for this worker or page, until what it gives is called or the worker ends. Pages that are not secure have no locks:
 * there it is for the user not to go on in two tabs.
 *
 * @throws LstmError 'usage' when it is another's
 */
export function lockTraining(name: string): Promise<() => void> {
  const { locks } = navigator as { locks?: LockManager }
  if (!locks) return Promise.resolve(() => {})
  return new Promise((taken, refused) => {
    const held = locks.request(`lstm training ${name}`, { ifAvailable: true }, lock => {
      if (lock) return new Promise<void>(release => taken(release))
      throw new LstmError('usage', `the training '${name}' is going on, here or in another tab`, {
        hint: 'stop it, or wait until it has ended',
      })
    })
    held.catch(refused)
  })
}
