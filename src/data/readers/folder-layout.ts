/** What the files of a folder are by where they lie: the layout of aclImdb, or one subfolder for each class. */
import { LstmError } from '../../errors.ts'
import { counted } from '../../wording.ts'
import { checkedLabel } from '../rows/row-values.ts'

export interface LabelledFile {
  /** Inside the folder, with '/' on every system. */
  readonly name: string
  readonly label: string
}

export interface Layout {
  readonly train: readonly LabelledFile[]
  /** Undefined where the folder has none. */
  readonly test: readonly LabelledFile[] | undefined
  /** What is left out, and why. */
  readonly remarks: readonly string[]
}

/**
 * The texts of a folder and their labels: CLASS/FILE, or train/CLASS/FILE and test/CLASS/FILE, however deep the files lie. pos and neg
 * are the official names of positive and negative, which come first; train/unsup are reviews without a label. Files lie in the
 * order of the numbers that their names begin with. What is hidden, part of a program or beside a model is left out.
 *
 * @param names of all files, and of folders with a '/' at the end
 * @param wanted which files are to be read; undefined: all
 * @param place names the folder in errors
 * @throws LstmError 'data' when there is no such file, or a folder's name is no label
 */
export function layOut(
  names: readonly string[],
  wanted: ((name: string) => boolean) | undefined,
  place: string,
): Layout {
  const root = rootOf(names)
  const inside = names.map(name => ({ name, parts: name.slice(root.length).split('/') }))
  const divided = inside.some(({ parts }) => parts[0] === 'train' && parts.length > 2)
  const left = {
    hidden: [] as string[],
    programs: [] as string[],
    models: [] as string[],
    unwanted: [] as string[],
    unlabelled: [] as string[],
    beside: [] as string[],
  }
  const splits = {
    train: [] as { name: string; folder: string }[],
    test: [] as { name: string; folder: string }[],
  }
  const ofModels = new Set(names.filter(isOfModel).map(folderOf))
  const folders = new Set<string>()
  const filled = new Set<string>()

  for (const { name, parts } of inside) {
    const [split, folder, ...rest] = divided ? parts : ['train', ...parts]
    const path = `${divided ? `${split}/` : ''}${folder}`
    const classLike = (split === 'train' || split === 'test') && rest.length > 0
    if (parts.some(part => part.startsWith('.') || part === '__MACOSX')) left.hidden.push(name)
    else if (parts.some(holdsPrograms)) left.programs.push(name)
    else if (name.endsWith('/')) {
      if (classLike && rest.length === 1) folders.add(path)
    } else if (ofModels.has(folderOf(name))) left.models.push(name)
    else if (!classLike) left.beside.push(name)
    else if (divided && folder === 'unsup') left.unlabelled.push(name)
    else if (wanted && !wanted(name.slice(root.length))) left.unwanted.push(name)
    else {
      splits[split].push({ name, folder: folder! })
      filled.add(path)
    }
    if (classLike && folder === 'unsup') folders.delete(path)
  }
  if (splits.train.length === 0) throw noTexts(place, left.unwanted.length)

  const official = !inside.some(({ parts }) => parts.includes('positive') || parts.includes('negative'))
  const labelOf = (folder: string): string => {
    if (official && Object.hasOwn(officialLabels, folder)) return officialLabels[folder]!
    const label = checkedLabel(folder, `${place}/${folder}`)
    if (label instanceof LstmError) throw label
    return label
  }
  const ordered = (files: readonly { name: string; folder: string }[]) =>
    files.toSorted(byFolderAndId).map(({ name, folder }) => ({ name, label: labelOf(folder) }))
  const empty = [...folders].filter(folder => !filled.has(folder))
  return {
    train: ordered(splits.train),
    test: splits.test.length > 0 ? ordered(splits.test) : undefined,
    remarks: [
      ...remark(left.unlabelled, 'passed over as reviews without a label'),
      ...remark(left.beside, 'left out, since they lie in no folder of a class'),
      ...remark(left.hidden, 'left out as hidden'),
      ...remark(left.programs, 'left out as parts of programs'),
      ...remark(left.models, 'left out beside a model'),
      ...remark(left.unwanted, 'left out by --glob'),
      ...(empty.length > 0 ? [`no file is read from ${empty.slice(0, 5).join(', ')}`] : []),
      ...(wanted ? [] : kinds([...splits.train, ...splits.test].map(({ name }) => name))),
    ],
  }
}

/** Whether a folder of this name is made by a package manager or a compiler, and holds no class of texts. */
export function holdsPrograms(folder: string): boolean {
  return folder === 'node_modules' || folder === '__pycache__'
}

/** Whether a file is one that a training makes: all that lies beside it is no text. */
function isOfModel(name: string): boolean {
  return /\.safetensors$|(^|\/)training\.lock$/.test(name)
}

function folderOf(name: string): string {
  return name.slice(0, name.lastIndexOf('/') + 1)
}

const officialLabels: Readonly<Record<string, string>> = { pos: 'positive', neg: 'negative' }

/** The folder that all others lie in, as in most archives: 'aclImdb/'; '' where there is none. */
function rootOf(names: readonly string[]): string {
  const [top] = /^[^/]*\//.exec(names.find(name => !name.startsWith('.')) ?? '') ?? []
  if (top === undefined || top === 'train/' || top === 'test/') return ''
  const all = names.every(name => name.startsWith(top) || name.startsWith('.'))
  return all && names.some(name => /^[^/]*\/[^/]+\/[^/]/.test(name)) ? top : ''
}

/** Official: the positive reviews first. */
function byFolderAndId(a: { name: string; folder: string }, b: { name: string; folder: string }): number {
  if (a.folder === b.folder) return byId(a.name, b.name)
  return rank(a.folder) - rank(b.folder) || (a.folder < b.folder ? -1 : 1)
}

function rank(folder: string): number {
  return folder === 'pos' ? 0 : folder === 'neg' ? 1 : 2
}

/** By the number that a file's name starts with (names without one last), then by code unit. */
function byId(a: string, b: string): number {
  return id(a) - id(b) || (a < b ? -1 : 1)
}

function id(name: string): number {
  const [, digits] = /(?:^|\/)(\d+)[^/]*$/.exec(name) ?? []
  return digits === undefined ? Number.MAX_VALUE : Number(digits)
}

function remark(names: readonly string[], what: string): string[] {
  if (names.length === 0) return []
  const shown = [...names.slice(0, 3), ...(names.length > 3 ? ['...'] : [])].join(', ')
  return [`${what}: ${counted(names.length, 'file')} (${shown})`]
}

/** Which endings the files have, where they have several: one of them may be no text. */
function kinds(names: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const name of names) {
    const ending = /[^/](\.[A-Za-z]\w{0,9})$/.exec(name)?.[1] ?? 'none'
    counts.set(ending, (counts.get(ending) ?? 0) + 1)
  }
  if (counts.size < 2) return []
  const shown = [...counts].sort(([, a], [, b]) => b - a).map(([ending, count]) => `${ending} (${count})`)
  return [
    `files of several endings are read: ${shown.slice(0, 6).join(', ')}; --glob '**/*.txt' reads one kind`,
  ]
}

function noTexts(place: string, unwanted: number): LstmError {
  if (unwanted > 0)
    return new LstmError(
      'data',
      `${place}: none of its ${counted(unwanted, 'file')} is what --glob asks for`,
      {
        hint: "a pattern is of paths within it, such as '**/*.txt'",
      },
    )
  return new LstmError('data', `${place} holds no texts: none of its subfolders has a file`, {
    hint: 'give a folder with a subfolder for each class, which holds a file for each text: spam/1.txt ham/2.txt, or train/ and test/ with such subfolders',
  })
}
