/**
 * Keeps the page for when there is no network, and gives it the headers by which a page may share memory among threads, where its
 * server does not. Files of the page come from what was kept when this version was installed; models are asked for again, and come
 * from what was kept only where that fails.
 */
interface ServiceWorkerEvent extends Event {
  waitUntil(done: Promise<unknown>): void
  respondWith(response: Promise<Response>): void
  readonly request: Request
}

/** Put in by the build: the files of the page, and a hash of them. */
declare const pageFiles: readonly string[]
declare const pageVersion: string

const kept = `lstm page ${pageVersion}`
const keptModels = 'lstm models'

addEventListener('install', event => {
  const install = async () => {
    const cache = await caches.open(kept)
    // Past what the browser itself has kept of an earlier version.
    await cache.addAll(pageFiles.map(file => new Request(file, { cache: 'reload' })))
  }
  ;(event as ServiceWorkerEvent).waitUntil(install())
})

addEventListener('activate', event => {
  const tidy = async () => {
    const others = (await caches.keys()).filter(name => name.startsWith('lstm page ') && name !== kept)
    await Promise.all(others.map(name => caches.delete(name)))
  }
  ;(event as ServiceWorkerEvent).waitUntil(tidy())
})

addEventListener('fetch', event => {
  const { request } = event as ServiceWorkerEvent
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return
  const answer = pathname.endsWith('.safetensors') ? modelOf(request) : fileOf(request)
  ;(event as ServiceWorkerEvent).respondWith(answer)
})

async function fileOf(request: Request): Promise<Response> {
  const cache = await caches.open(kept)
  const found = await cache.match(request, { ignoreSearch: true })
  return found ? isolated(found) : fetch(request)
}

async function modelOf(request: Request): Promise<Response> {
  const cache = await caches.open(keptModels)
  const response = await fetch(request).catch(async error => {
    const found = await cache.match(request)
    if (found) return found
    throw error
  })
  // Where there is no room to keep it, it is there all the same.
  if (response.ok) await cache.put(request, response.clone()).catch(() => undefined)
  return response
}

function isolated({ body, status, statusText, headers }: Response): Response {
  const more = new Headers(headers)
  more.set('Cross-Origin-Opener-Policy', 'same-origin')
  more.set('Cross-Origin-Embedder-Policy', 'require-corp')
  more.set('Cross-Origin-Resource-Policy', 'same-origin')
  return new Response(body, { status, statusText, headers: more })
}
