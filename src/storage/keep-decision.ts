import { LstmError } from '../errors.ts'
import { encodeSafetensors } from '../formats/safetensors.ts'
import type { Model } from '../model/model.ts'
import type { Decision } from '../model/rule.ts'
import { encodeModel } from './model-file.ts'
import { replacingModel } from './replace-model.ts'
import { readModel, writeTensorFile } from './tensor-file.ts'

/**
 * Writes the model again, with the decision.
 *
 * @throws LstmError 'model' where the file holds another model by now; 'usage' where a training is at work there; 'disk'
 */
export async function keepDecision(path: string, model: Model, decision: Decision): Promise<void> {
  await replacingModel(path, async () => {
    if (!isSame(await readModel(path), model)) {
      const message = `${path} is not the model any more that was measured: nothing is kept in it`
      throw new LstmError('model', message, {
        hint: 'measure the one that is there now, with the same command',
      })
    }
    await writeTensorFile(path, encodeModel({ ...model, decision }))
  })
}

/** Whether they are the same to the bit: the head of a file holds the checksum of all of it. */
function isSame(one: Model, other: Model): boolean {
  const [head, otherHead] = [one, other].map(model => encodeSafetensors(encodeModel(model))[0]!)
  return Buffer.compare(head!, otherHead!) === 0
}
