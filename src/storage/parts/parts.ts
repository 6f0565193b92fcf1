/** The parts of a model besides its network, which a model file may hold or not. A new part is a row here. */
import type { TensorFile } from '../../formats/safetensors.ts'
import type { Model } from '../../model/model.ts'
import { holding, unknownHere } from '../refusal.ts'
import { list, parsed, text, within } from '../schema.ts'
import { cascadePart } from './cascade-part.ts'
import { decisionPart } from './decision-part.ts'
import { distributionsPart } from './distributions-part.ts'
import { fingerprintPart } from './fingerprint-part.ts'
import { heldOutPart } from './held-out-part.ts'
import { ngramsPart } from './ngrams-part.ts'
import type { Part } from './part.ts'
import { recordPart } from './record-part.ts'

const parts = {
  distributions: distributionsPart,
  cascade: cascadePart,
  decision: decisionPart,
  fingerprint: fingerprintPart,
  heldOut: heldOutPart,
  ngrams: ngramsPart,
  record: recordPart,
} satisfies { readonly [Name in keyof Model]?: Part<NonNullable<Model[Name]>> }

type PartName = keyof typeof parts
type Parts = Pick<Model, PartName>

const rows = Object.entries(parts) as [PartName, Part<unknown>][]

/** The parts that are there. */
export function encodeParts(model: Parts): TensorFile {
  const held = rows.filter(([name]) => model[name] !== undefined)
  const files = held.map(([name, part]) => part.encode(model[name]))
  const essential = held.filter(([, part]) => part.essential).map(([name]) => name)
  return {
    metadata: Object.assign(
      essential.length > 0 ? { essential: JSON.stringify(essential) } : {},
      ...files.map(({ metadata }) => metadata),
    ),
    tensors: Object.assign({}, ...files.map(({ tensors }) => tensors)),
  }
}

/** @throws LstmError 'model' when a part is damaged, or one that this program does not know cannot be done without */
export function decodeParts(file: TensorFile, path: string): Parts {
  return holding(path, () => {
    const essential = within('its essential', () => list(text)(parsed(file.metadata.essential ?? '[]')))
    const unknown = essential.find(name => !Object.hasOwn(parts, name))
    if (unknown !== undefined) throw unknownHere(file, path, `it has a part named ${JSON.stringify(unknown)}`)
    const found = rows.map(([name, part]) => [name, part.decode(file)] as const)
    return Object.fromEntries(found.filter(([, value]) => value !== undefined))
  })
}
