/** history.jsonl: the validations of a training, one JSON object a line. */
import { readFile } from 'node:fs/promises'
import type { Validation } from '../training/early-stopping.ts'
import { validationSchema } from './model-schema.ts'

export const historyName = 'history.jsonl'

export function historyLine(validation: Validation): string {
  return `${JSON.stringify(validation)}\n`
}

/** The validations in the file; none where there is no such file. A line torn by a power cut ends them. */
export async function readHistoryFile(path: string): Promise<Validation[]> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const history: Validation[] = []
  for (const line of text.split('\n')) {
    const validation = parseValidation(line)
    if (!validation) break
    history.push(validation)
  }
  return history
}

/** Whether the file is a training's, and not somebody's of the same name. */
export async function isHistory(path: string): Promise<boolean> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  return text !== undefined && (text === '' || parseValidation(text.split('\n')[0]!) !== undefined)
}

function parseValidation(line: string): Validation | undefined {
  try {
    return validationSchema(JSON.parse(line))
  } catch {
    return undefined
  }
}
