/** The page: what stands in index.html is put to work. */
import { counted, percent } from '../../wording.ts'
import { comparePanel } from './compare-panel.ts'
import { byId, handOver, make } from './elements.ts'
import { type HeldModel, HeldModels } from './held-models.ts'
import { measurePanel } from './measure-panel.ts'
import { attempt } from './page-problem.ts'
import { prepareWorkers } from './page-worker.ts'
import { openTabs } from './tabs.ts'
import { trainPanel } from './train-panel.ts'
import { writePanel } from './write-panel.ts'

/** The model that may lie beside the page. */
const besides = 'model.safetensors'

const models = new HeldModels()
const show = openTabs(document.querySelector('[role=tablist]')!)

attempt(async () => {
  await prepareWorkers()
  modelBar()
  writePanel(models)
  const measure = measurePanel(models)
  trainPanel(models, {
    write() {
      show('tab-write')
      byId('text', 'textarea').focus()
    },
    measure(file) {
      show('tab-measure')
      measure(file)
    },
  })
  comparePanel(models)
  byId('machine', 'p').textContent = machine()
  if (location.protocol === 'file:') return
  openWhatIsThere()
  await keepOffline()
})

/** What computes. */
function machine(): string {
  if (!crossOriginIsolated) return 'one thread: this page is not isolated from others'
  return navigator.hardwareConcurrency > 1 ? `up to ${navigator.hardwareConcurrency} threads` : 'one thread'
}

function modelBar(): void {
  const select = byId('model', 'select')
  const leave = byId('model-leave', 'button')
  const save = byId('model-download', 'button')
  const file = byId('model-file', 'input')
  const facts = byId('model-facts', 'p')

  models.onChange(() => {
    const { chosen } = models
    select.replaceChildren(
      ...models.all.map(({ name }) => make('option', {}, name)),
      ...(chosen ? [] : [make('option', {}, 'none yet')]),
    )
    select.value = chosen?.name ?? 'none yet'
    select.disabled = !chosen
    leave.disabled = !chosen
    save.disabled = !chosen
    facts.textContent = chosen ? factsOf(chosen) : 'Open a model file, or train one.'
  })
  models.choose('')

  select.addEventListener('change', () => models.choose(select.value))
  byId('model-open', 'button').addEventListener('click', () => file.click())
  file.addEventListener('change', () =>
    attempt(async () => {
      const [chosen] = file.files ?? []
      file.value = ''
      if (!chosen) return
      facts.textContent = `Opening ${chosen.name}…`
      try {
        await models.open(chosen.name.replace(/\.safetensors$/, ''), chosen)
      } finally {
        models.choose('')
      }
    }),
  )
  leave.addEventListener('click', () =>
    attempt(async () => {
      if (models.chosen) await models.leave(models.chosen)
    }),
  )
  save.addEventListener('click', () =>
    attempt(async () => {
      const { chosen } = models
      if (!chosen) return
      const bytes = await chosen.model.toBytes()
      handOver(`${chosen.name}.safetensors`, bytes as BlobPart, 'application/octet-stream')
    }),
  )
}

function factsOf({ model }: HeldModel): string {
  const { labels, provenance } = model
  const shown = `${labels.slice(0, 10).join(', ')}${labels.length > 10 ? `, and ${labels.length - 10} more` : ''}`
  const { results } = provenance
  const of = results && (results.test.examples > 0 ? results.test : results.validation)
  const right = of ? ` Right for ${percent(1 - of.error)} of ${counted(of.examples, 'text')} held out.` : ''
  return `Labels: ${shown}.${right}`
}

/** Opens the model that lies beside the page, where there is one; where data are dear, when the user says so. */
function openWhatIsThere(): void {
  const offer = byId('model-here', 'button')
  const open = async () => {
    offer.hidden = true
    const facts = byId('model-facts', 'p')
    facts.textContent = 'Looking for a model beside the page…'
    try {
      const response = await fetch(besides).catch(() => undefined)
      if (response?.ok) await models.open('the model of this site', await response.blob())
    } finally {
      models.choose('')
    }
  }
  offer.addEventListener('click', () => attempt(open))
  const { connection } = navigator as { connection?: { readonly saveData?: boolean } }
  if (connection?.saveData) offer.hidden = false
  else attempt(open)
}

/** Lets the page be opened without a network from now on, and be installed. A page that is a file may not. */
async function keepOffline(): Promise<void> {
  document.head.append(make('link', { rel: 'manifest', href: 'page.webmanifest' }))
  if (!('serviceWorker' in navigator)) return
  // A browser that refuses it still shows the page while there is a network.
  await navigator.serviceWorker.register('service-worker.js').catch(() => undefined)
}
