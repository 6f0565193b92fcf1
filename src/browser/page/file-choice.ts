import { byteSize } from '../../wording.ts'
import { type FileReading, type Preview, preview } from '../index.ts'
import { byId, make, note, scrolled, table } from './elements.ts'
import { attempt } from './page-problem.ts'
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

  const take = (file: File | undefined) =>
    attempt(async () => {
      if (!file) return
      chosen = undefined
      onChosen(undefined)
      columns.replaceChildren(note(`Looking into ${file.name}…`))
      try {
        const found = await preview(file, { worker: startPageWorker })
        const { view, reading } = previewView(file, found)
        columns.replaceChildren(view)
        chosen = () => ({ file, reading: reading() })
        onChosen(file)
      } catch (error) {
        columns.replaceChildren()
        throw error
      }
    })

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

/** The beginning of a file, and which of its columns hold what. */
function previewView(file: File, { format, columns, named, chosen, rows, notices }: Preview) {
  const found = `${file.name}, ${byteSize(file.size)}, read as ${format}.`
  if (columns.length === 0) {
    return { view: note(`${found} Each line holds its label and a text.`), reading: () => ({ format }) }
  }
  const select = (name: string | undefined, fallback: number) => {
    const options = columns.map(column => make('option', {}, column))
    const element = make('select', {}, ...options)
    element.selectedIndex = name === undefined ? fallback : columns.indexOf(name)
    return element
  }
  const text = select(chosen?.text, 0)
  const label = select(chosen?.label, columns.length - 1)
  const skip = make('input', { type: 'checkbox' })
  const view = make(
    'div',
    {},
    note(found),
    ...notices.map(line => note(withoutFlags(line))),
    make(
      'div',
      { class: 'fields' },
      make('label', {}, 'The text is in ', text),
      make('label', {}, 'The label is in ', label),
    ),
    make('label', { class: 'check' }, skip, ' Leave out rows that cannot be used, and say which'),
    scrolled('The first rows', table('The first rows', columns, rows, { class: 'texts' })),
  )
  const column = ({ value, selectedIndex }: HTMLSelectElement) => (named ? value : String(selectedIndex + 1))
  const reading = (): FileReading => ({
    format,
    textColumn: column(text),
    labelColumn: column(label),
    ...(format !== 'jsonl' && { header: named }),
    ...(skip.checked && { skipBad: true }),
  })
  return { view, reading }
}
