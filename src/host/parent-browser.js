/** The same as parent-node.js in a browser, where what is given comes as the first message. */

const scope =
  /** @type {{ onmessage: ((event: { data: any }) => void) | null, postMessage(message: unknown, moved: readonly ArrayBuffer[]): void, close(): void }} */ (
    /** @type {unknown} */ (globalThis)
  )

/** What came before anybody heard. @type {unknown[]} */
const early = []

export const given = await new Promise(resolve => {
  scope.onmessage = ({ data }) => {
    scope.onmessage = ({ data }) => early.push(data)
    resolve(data)
  }
})

/**
 * @param {unknown} [message]
 * @param {readonly ArrayBuffer[]} [moved]
 */
export function tell(message, moved = []) {
  scope.postMessage(message, moved)
}

/** @param {(message: unknown) => void} onMessage */
export function hear(onMessage) {
  for (const message of early.splice(0)) onMessage(message)
  scope.onmessage = ({ data }) => onMessage(data)
}

/** The thread ends. */
export function end() {
  scope.close()
}
