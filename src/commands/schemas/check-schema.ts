import type { CorpusCheck } from '../../check/check-corpus.ts'
import { findingKinds, severities } from '../../check/finding.ts'
import type { Lengths } from '../../check/length-check.ts'
import type { Outlook } from '../../check/outlook.ts'
import type { ShownFinding, ShownText } from '../../check/shown-findings.ts'
import {
  fraction,
  listOf,
  number,
  objectOf,
  oneOf,
  schemaFor,
  string,
  strings,
  wholeNumber,
} from './json-schema.ts'

const example = schemaFor<ShownText>(
  { place: string, split: oneOf(['train', 'test']), text: string, label: string },
  { likely: string, remark: string },
)

const finding = schemaFor<ShownFinding>(
  {
    kind: oneOf(findingKinds),
    severity: oneOf(severities),
    texts: wholeNumber,
    message: string,
    examples: listOf(example),
  },
  {},
)

const lengths = schemaFor<Lengths>(
  {
    shortest: wholeNumber,
    median: number,
    mean: number,
    longest: wholeNumber,
    histogram: listOf(objectOf({ from: wholeNumber, to: wholeNumber, texts: wholeNumber })),
  },
  {},
)

const outlook = schemaFor<Outlook>(
  {
    majority: fraction,
    ngrams: fraction,
    heldOut: wholeNumber,
    curve: listOf(objectOf({ texts: wholeNumber, accuracy: fraction, heldOut: wholeNumber })),
  },
  { doubled: fraction },
)

/** What `lstm check --format json` prints. */
export const checkSchema = schemaFor<CorpusCheck & { readonly data: string; readonly test?: string }>(
  {
    data: string,
    texts: objectOf({ train: wholeNumber, test: wholeNumber }),
    labels: listOf(objectOf({ label: string, train: wholeNumber, test: wholeNumber })),
    lengths,
    findings: { ...listOf(finding), description: 'the worst first' },
    remarks: strings,
    cleaned: objectOf({
      kept: wholeNumber,
      empty: wholeNumber,
      equal: wholeNumber,
      contradicting: wholeNumber,
      leaks: wholeNumber,
    }),
  },
  { test: string, outlook },
)
