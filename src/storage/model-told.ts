/** What people are told of the model that works for them. */

import { stat } from 'node:fs/promises'
import { segmenterName } from '../data/segmenter.ts'
import { isFinished, type Model } from '../model/model.ts'
import { dataName } from '../wording.ts'
import { type Choice, defaultRoot, pretrainedPath } from './model-choice.ts'

/** What was not named: that the pretrained one is taken, or that an unfinished one is not. @param checkpoint what was */
export function remarksOnChoice({ path, unfinished }: Choice, checkpoint: string | undefined): string[] {
  return [
    ...(checkpoint === undefined && path === pretrainedPath
      ? [`no finished model under ${defaultRoot}/: this is the pretrained one (film reviews in English)`]
      : []),
    ...(unfinished === undefined
      ? []
      : [`not ${unfinished}, whose training has not finished: name it to use it`]),
  ]
}

/** Words that this program divides otherwise than the one that trained the model are unknown to it; undefined where it does not. */
export function remarkOnSegmenter({ provenance: { segmenter } }: Model): string | undefined {
  return segmenter === undefined || segmenter === segmenterName()
    ? undefined
    : `texts without blanks were divided into words by ${segmenter} in the training, and are by ${segmenterName()} now: some words may differ`
}

/** Labels that are named, at most. */
const labelsShown = 6

/** Labels, on what and when it was trained, and whether that training has finished. */
export async function modelInWords(path: string, { labels, provenance }: Model): Promise<string> {
  const more = labels.length > labelsShown ? `, … (${labels.length})` : ''
  const named = `labels ${labels.slice(0, labelsShown).join(', ')}${more}`
  // A training keeps no time in its model, so that the same training gives the same bytes: it is the file's.
  const written = path === pretrainedPath ? '' : `, ${await dateOf(path)}`
  const { source, producer } = provenance
  if (!source) return `${named}; ${producer}${written}`
  return `${named}; trained on ${dataName(source.data)}${written}, ${isFinished(provenance) ? 'finished' : 'not finished'}`
}

/** 2026-11-26 09:05, in local time. */
async function dateOf(path: string): Promise<string> {
  // Read a moment ago, it may be gone by now.
  const found = await stat(path).catch(() => undefined)
  if (!found) return 'which is not there any more'
  const local = found.mtimeMs - 60_000 * found.mtime.getTimezoneOffset()
  return new Date(local).toISOString().slice(0, 16).replace('T', ' ')
}
