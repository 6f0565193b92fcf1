import { LstmError } from '../../errors.ts'
import { byteSize } from '../../wording.ts'
import { type FileReading, type Preview, preview } from '../index.ts'
import { byId, make, note, scrolled, table } from './elements.ts'
import { attempt, withoutProblem } from './page-problem.ts'
import { startPageWorker } from './page-worker.ts'
import { withoutFlags } from './without-flags.ts'

/** A file of labelled texts that the user has given, and how it is read. */
export interface ChosenFile {
  readonly file: File
  readonly reading: FileReading
}

/**
 * Lets the user drop or choose a file, and choose its columns, in the elements whose ids begin with `prefix`.
 *
 * @param onChosen told when there is another file, or none that can be read
 * @returns gives the file as it is to be read now
 */
export function fileChoice(
  prefix: string,
  onChosen: (file: File | undefined) => void,
): () => ChosenFile | undefined {
  const drop = byId(`${prefix}-drop`, 'div')
  const choose = byId(`${prefix}-choose`, 'button')
  const input = byId(`${prefix}-file`, 'input')
  const columns = byId(`${prefix}-columns`, 'div')
  let chosen: (() => ChosenFile) | undefined

  const look = async (file: File, encoding: string | undefined) => {
    const before = { chosen, view: [...columns.childNodes] }
    chosen = undefined
    onChosen(undefined)
    columns.replaceChildren(note(`Looking into ${file.name}…`))
    try {
      const found = await previewed(file, encoding)
      const { view, reading } = previewView(file, found, again => take(file, again))
      columns.replaceChildren(view)
      chosen = () => ({ file, reading: reading() })
      onChosen(file)
    } catch (error) {
      columns.replaceChildren()
      // Another encoding was tried: as it was read before, it can still be.
      if (encoding !== undefined && before.chosen) {
        columns.replaceChildren(...before.view)
        chosen = before.chosen
        onChosen(file)
      }
      throw error
    }
  }
  const take = (file: File | undefined, encoding?: string) => {
    if (!file) return
    withoutProblem()
    attempt(() => look(file, encoding))
  }

  choose.addEventListener('click', () => input.click())
  input.addEventListener('change', () => {
    take(input.files?.[0])
    input.value = ''
  })
  drop.addEventListener('dragover', event => {
    event.preventDefault()
    drop.classList.add('over')
  })
  drop.addEventListener('dragleave', () => drop.classList.remove('over'))
  drop.addEventListener('drop', event => {
    event.preventDefault()
    drop.classList.remove('over')
    take(event.dataTransfer?.files[0])
  })
  return () => chosen?.()
}

/** A preview, and how the bytes were read where they are no UTF-8. */
interface Previewed extends Preview {
  readonly encoding: string | undefined
  /** Whether nobody has said so. */
  readonly guessed: boolean
}

const encodings = [
  ['', 'UTF-8, or as the file says'],
  ['windows-1252', 'Western European (Windows-1252)'],
  ['windows-1250', 'Central European (Windows-1250)'],
  ['windows-1251', 'Cyrillic (Windows-1251)'],
  ['windows-1253', 'Greek (Windows-1253)'],
  ['windows-1254', 'Turkish (Windows-1254)'],
  ['shift_jis', 'Japanese (Shift_JIS)'],
  ['gb18030', 'Chinese (GB18030)'],
  ['big5', 'Chinese (Big5)'],
  ['euc-kr', 'Korean (EUC-KR)'],
  ['utf-16le', 'UTF-16'],
  ['utf-16be', 'UTF-16, big-endian'],
] as const

/** A file that is no UTF-8 is read as it likely is: whoever looks at the first rows sees whether that is right. */
async function previewed(file: File, encoding: string | undefined): Promise<Previewed> {
  const as = (encoding: string | undefined) =>
    preview(file, { worker: startPageWorker, ...(encoding !== undefined && { encoding }) })
  try {
    return { ...(await as(encoding)), encoding, guessed: false }
  } catch (error) {
    const likely = error instanceof LstmError ? error.encoding?.likely : undefined
    if (encoding !== undefined || likely === undefined) throw error
    return { ...(await as(likely)), encoding: likely, guessed: true }
  }
}

/**
 * The beginning of a file, and which of its columns hold what.
 *
 * @param readAs told of another encoding that the user chooses
 */
function previewView(
  file: File,
  { format, columns, named, chosen, likely, rows, notices, encoding, guessed }: Previewed,
  readAs: (encoding: string | undefined) => void,
) {
  const read = encoding === undefined ? {} : { encoding }
  const found = `${file.name}, ${byteSize(file.size)}, read as ${format}.`
  if (columns.length === 0) {
    return {
      view: note(`${found} Each line holds its label and a text.`),
      reading: () => ({ format, ...read }),
    }
  }
  const select = (name: string | undefined) => {
    const none = make('option', { value: '', disabled: '' }, 'choose…')
    const element = make(
      'select',
      { required: '' },
      none,
      ...columns.map(column => make('option', {}, column)),
    )
    element.selectedIndex = name === undefined ? 0 : 1 + columns.indexOf(name)
    return element
  }
  const text = select(chosen?.text ?? likely.text)
  const label = select(chosen?.label ?? likely.label)
  const written = make('select', {}, ...encodings.map(([value, name]) => make('option', { value }, name)))
  written.value = encoding ?? ''
  written.addEventListener('change', () => {
    const { value } = written
    // Until it is read so, it is read as it was.
    written.value = encoding ?? ''
    readAs(value === '' ? undefined : value)
  })
  const skip = make('input', { type: 'checkbox' })
  const view = make(
    'div',
    {},
    note(found),
    ...notices.map(line => note(withoutFlags(line))),
    ...(guessed
      ? [note('It is no UTF-8. Where letters look wrong in the first rows, choose how it is written.')]
      : []),
    make(
      'div',
      { class: 'fields' },
      make('label', {}, 'The text is in ', text),
      make('label', {}, 'The label is in ', label),
      make('label', {}, 'It is written in ', written),
    ),
    make('label', { class: 'check' }, skip, ' Leave out rows that cannot be used, and say which'),
    scrolled('The first rows', table('The first rows', columns, rows, { class: 'texts' })),
  )
  const column = ({ value, selectedIndex }: HTMLSelectElement, what: string) => {
    if (selectedIndex < 1)
      throw new LstmError('usage', `which column is the ${what} in?`, { hint: 'choose it above' })
    return named ? value : String(selectedIndex)
  }
  const reading = (): FileReading => ({
    format,
    textColumn: column(text, 'text'),
    labelColumn: column(label, 'label'),
    ...read,
    ...(format !== 'jsonl' && { header: named }),
    ...(skip.checked && { skipBad: true }),
  })
  return { view, reading }
}
