/** The same as parent-node.js in a browser, where what is given comes as the first message. */

const scope =
  /** @type {{ onmessage: ((event: { data: any }) => void) | null, postMessage(message: unknown): void }} */ (
    /** @type {unknown} */ (globalThis)
  )

export const given = await new Promise(resolve => {
  scope.onmessage = event => resolve(event.data)
})

export function tell() {
  scope.postMessage(undefined)
}
