import { heldOutOf } from '../../library/training-told.ts'
import type { TrainingEvent } from '../../training/events.ts'
import { counted, grouped, percent, percentInterval } from '../../wording.ts'
import { chart, type Point } from './chart.ts'
import { byId, make } from './elements.ts'
import { withoutFlags } from './without-flags.ts'

type Told<Name extends TrainingEvent['event']> = Extract<TrainingEvent, { readonly event: Name }>

/** Points of a line that are drawn; more are thinned out. */
const mostPoints = 600

/** Milliseconds between two times that something is read out. */
const silence = 15_000

/** What a training tells, shown as it comes. */
export class TrainingView {
  readonly #status = byId('training-status', 'p')
  /** The same for those who listen, who would hear nothing else if each update were read out. */
  readonly #spoken = byId('training-spoken', 'p')
  #spokenAt = Number.NEGATIVE_INFINITY
  readonly #bar = byId('training-progress', 'progress')
  readonly #curves = byId('training-curves', 'div')
  readonly #end = byId('training-end', 'div')
  readonly #notes = byId('training-notes', 'ul')
  readonly #notesBox = byId('training-notes-box', 'details')
  #costs: Point[] = []
  readonly #train: Point[] = []
  readonly #validation: Point[] = []
  #updates = 0
  #majority = 0
  #drawing = false

  constructor() {
    for (const element of [this.#curves, this.#end, this.#notes]) element.replaceChildren()
    this.#notesBox.hidden = true
    this.#bar.hidden = false
    this.#bar.removeAttribute('value')
    this.say('Reading…')
  }

  /** @param atOnce for what is not said again and again */
  say(text: string, atOnce = false): void {
    this.#status.textContent = text
    if (!atOnce && performance.now() - this.#spokenAt < silence) return
    this.#spokenAt = performance.now()
    this.#spoken.textContent = text
  }

  show(event: TrainingEvent): void {
    switch (event.event) {
      case 'progress':
        this.#progress(event)
        break
      case 'notice':
        this.#note(event.message)
        break
      case 'start':
        this.#start(event)
        break
      case 'update':
        this.#update(event)
        break
      case 'validation':
        this.#train.push([event.update, event.trainError])
        this.#validation.push([event.update, event.validationError])
        this.#draw()
        break
      case 'end':
        this.#ended(event)
    }
  }

  /** What can be done with the finished model. */
  offer(...choices: readonly HTMLButtonElement[]): void {
    this.#end.append(make('div', { class: 'row' }, ...choices))
  }

  /** It is over, however it ended. */
  close(text: string): void {
    this.#bar.hidden = true
    this.say(text, true)
  }

  #progress({ phase, share, texts }: Told<'progress'>): void {
    const what = {
      reading: 'Reading',
      'word vectors': 'Making word vectors',
      'trying a start': 'Trying a start',
      folds: 'Measuring folds',
      'n-grams': 'Fitting n-grams',
    }
    const read = texts === undefined ? '' : `: ${counted(texts, 'text')}`
    if (share > 0) this.#bar.value = share
    else this.#bar.removeAttribute('value')
    this.say(`${what[phase]}${read}…`)
  }

  #note(text: string): void {
    this.#notesBox.hidden = false
    this.#notes.append(make('li', {}, withoutFlags(text)))
  }

  #start({
    train,
    validation,
    test,
    labels,
    plan,
    notices,
    remarks,
    updates,
    majority,
    ngrams,
  }: Told<'start'>): void {
    this.#updates = updates
    this.#majority = majority
    const held = test > 0 ? `, ${grouped(test)} held back to measure on` : ''
    this.#note(
      `${counted(train, 'text')} to learn from, ${grouped(validation)} to choose by${held}; labels: ${labels.slice(0, 12).join(', ')}${labels.length > 12 ? ', …' : ''}`,
    )
    this.#note(
      `Without a model, the most frequent label for each would be right for ${percent(majority)} of ${counted(train + validation, 'text')}`,
    )
    for (const line of [...plan, ...remarks, ...notices.map(({ message }) => message)]) this.#note(line)
    if (ngrams) {
      this.#note(
        `${counted(ngrams.features, 'n-gram')}, right for ${percent(ngrams.accuracy)} of ${heldOutOf({ ngrams, validation })}`,
      )
    }
  }

  #update({ epoch, update, cost }: Told<'update'>): void {
    this.#costs.push([update, cost])
    if (this.#costs.length > 2 * mostPoints) this.#costs = thinned(this.#costs)
    this.#bar.value = this.#updates > 0 ? update / this.#updates : 0
    this.say(`Epoch ${epoch}, update ${grouped(update)} of at most ${grouped(this.#updates)}`)
    this.#draw()
  }

  #ended({ test, validation }: Told<'end'>): void {
    const of = test.examples > 0 ? test : validation
    const what = test.examples > 0 ? 'texts held back' : 'texts it was chosen by, which flatters it a little'
    const [low, high] = of.interval
    this.#end.replaceChildren(
      make(
        'dl',
        { class: 'tiles' },
        make(
          'div',
          {},
          make('dt', {}, 'Right answers'),
          make(
            'dd',
            {},
            percent(1 - of.error),
            make(
              'small',
              {},
              `95 % interval ${percentInterval([1 - high, 1 - low])}, of ${grouped(of.examples)} ${what}`,
            ),
          ),
        ),
        make(
          'div',
          {},
          make('dt', {}, 'Without a model'),
          make('dd', {}, percent(this.#majority), make('small', {}, 'the most frequent label for each text')),
        ),
      ),
    )
  }

  /** Once a frame at most. */
  #draw(): void {
    if (this.#drawing) return
    this.#drawing = true
    requestAnimationFrame(() => {
      this.#drawing = false
      const end = Math.max(this.#updates, this.#costs.at(-1)?.[0] ?? 0)
      this.#curves.replaceChildren(
        chart({ title: 'Cost', y: 'number', end }, [
          { name: 'of each minibatch', color: 'third', points: this.#costs, dots: false },
        ]),
        chart({ title: 'Wrong answers', y: 'share', end }, [
          { name: 'texts learned from', color: 'third', points: this.#train, dots: true },
          { name: 'texts to choose by', color: 'first', points: this.#validation, dots: true },
        ]),
      )
    })
  }
}

/** Every second point. */
function thinned(points: readonly Point[]): Point[] {
  return points.filter((_, i) => i % 2 === 1)
}
