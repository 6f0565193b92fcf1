/**
 * The same as parent-node.js in a browser, where what is given comes as the first message. Nothing is awaited at the top of a module:
 * bundlers take the file of a thread for a plain script, and minify it as one.
 */

const scope =
  /** @type {{ onmessage: ((event: { data: any }) => void) | null, postMessage(message: unknown, moved: readonly ArrayBuffer[]): void, close(): void }} */ (
    /** @type {unknown} */ (globalThis)
  )

/** @param {(given: any) => void} work which hears at once, if at all */
export function begin(work) {
  hear(given => {
    scope.onmessage = null
    work(given)
  })
}

/**
 * @param {unknown} [message]
 * @param {readonly ArrayBuffer[]} [moved]
 */
export function tell(message, moved = []) {
  scope.postMessage(message, moved)
}

/** @param {(message: unknown) => void} onMessage */
export function hear(onMessage) {
  scope.onmessage = ({ data }) => onMessage(data)
}

/** The thread ends. */
export function end() {
  scope.close()
}
