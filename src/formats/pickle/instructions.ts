import { fromLatin1, fromUtf8, toLatin1 } from '../bytes.ts'
import { costs, damaged, type Machine } from './machine.ts'
import { build, call } from './pickle-calls.ts'
import { PickledName, PickleError, type PickleValue, textOf } from './pickle-values.ts'

type Instruction = (machine: Machine) => void

const pushInteger =
  (size: number, read: (view: DataView, at: number) => number): Instruction =>
  m =>
    m.push(read(m.view, m.skip(size)))
const length1 = (m: Machine) => m.view.getUint8(m.skip(1))
const length4 = (m: Machine) => m.view.getUint32(m.skip(4), true)
const length8 = (m: Machine) => Number(m.view.getBigUint64(m.skip(8), true))
const pushBytes =
  (length: (m: Machine) => number): Instruction =>
  m => {
    m.spend(costs.bytes)
    m.push(m.take(length(m)))
  }
const pushText =
  (length: (m: Machine) => number): Instruction =>
  m => {
    m.spend(costs.entry)
    m.push(fromUtf8(m.take(length(m))))
  }
const pushLong =
  (length: (m: Machine) => number): Instruction =>
  m =>
    m.push(twosComplement(m.take(length(m))))
const pushTuple =
  (size: number): Instruction =>
  m => {
    const items: PickleValue[] = []
    for (let i = 0; i < size; i++) items.unshift(m.pop())
    pushList(m, items)
  }

/** Every instruction that makes data, by its code as pickletools shows it; the names are pickletools'. */
const table: Readonly<Record<string, Instruction>> = {
  /* MARK */ '(': m => m.mark(),
  /* POP */ '0': m => void m.pop(),
  /* POP_MARK */ '1': m => void m.popToMark(),
  /* DUP */ '2': m => m.push(m.top()),
  /* PROTO */ '\x80': m => {
    const protocol = length1(m)
    if (protocol > 5) throw new PickleError(`protocol ${protocol} is not known`)
  },
  /* FRAME */ '\x95': m => void m.skip(8),

  /* NONE */ N: m => m.push(null),
  /* NEWTRUE */ '\x88': m => m.push(true),
  /* NEWFALSE */ '\x89': m => m.push(false),
  /* INT */ I: m => m.push(decimalInteger(m.digits())),
  /* LONG */ L: m => m.push(decimalInteger(m.digits().replace(/L$/, ''))),
  /* BININT */ J: pushInteger(4, (view, at) => view.getInt32(at, true)),
  /* BININT1 */ K: pushInteger(1, (view, at) => view.getUint8(at)),
  /* BININT2 */ M: pushInteger(2, (view, at) => view.getUint16(at, true)),
  /* LONG1 */ '\x8a': pushLong(length1),
  /* LONG4 */ '\x8b': pushLong(length4),
  /* FLOAT */ F: m => m.push(decimalNumber(m.digits())),
  /* BINFLOAT */ G: m => m.push(m.view.getFloat64(m.skip(8))),

  /* STRING */ S: m => {
    m.spend(costs.bytes)
    m.push(quotedBytes(fromLatin1(m.line())))
  },
  /* BINSTRING */ T: pushBytes(length4),
  /* SHORT_BINSTRING */ U: pushBytes(length1),
  /* BINBYTES */ B: pushBytes(length4),
  /* SHORT_BINBYTES */ C: pushBytes(length1),
  /* BINBYTES8 */ '\x8e': pushBytes(length8),
  /* UNICODE */ V: m => {
    m.spend(costs.entry)
    m.push(rawUnicode(fromLatin1(m.line())))
  },
  /* BINUNICODE */ X: pushText(length4),
  /* SHORT_BINUNICODE */ '\x8c': pushText(length1),
  /* BINUNICODE8 */ '\x8d': pushText(length8),

  /* EMPTY_LIST */ ']': m => pushList(m, []),
  /* LIST */ l: m => pushList(m, m.popToMark()),
  /* APPEND */ a: m => {
    const item = m.pop()
    listAt(m).push(item)
  },
  /* APPENDS */ e: m => {
    const items = m.popToMark()
    const list = listAt(m)
    for (const item of items) list.push(item)
  },
  /* EMPTY_TUPLE */ ')': m => pushList(m, []),
  /* TUPLE */ t: m => pushList(m, m.popToMark()),
  /* TUPLE1 */ '\x85': pushTuple(1),
  /* TUPLE2 */ '\x86': pushTuple(2),
  /* TUPLE3 */ '\x87': pushTuple(3),

  /* EMPTY_DICT */ '}': m => pushDictionary(m, []),
  /* DICT */ d: m => pushDictionary(m, m.popToMark()),
  /* SETITEM */ s: m => {
    const value = m.pop()
    const key = m.pop()
    addEntries(m, dictionaryAt(m), [key, value])
  },
  /* SETITEMS */ u: m => {
    const entries = m.popToMark()
    addEntries(m, dictionaryAt(m), entries)
  },

  /* GET */ g: m => m.push(m.recall(Number(m.digits()))),
  /* BINGET */ h: m => m.push(m.recall(length1(m))),
  /* LONG_BINGET */ j: m => m.push(m.recall(length4(m))),
  /* PUT */ p: m => m.memoize(Number(m.digits())),
  /* BINPUT */ q: m => m.memoize(length1(m)),
  /* LONG_BINPUT */ r: m => m.memoize(length4(m)),
  /* MEMOIZE */ '\x94': m => m.memoize(),

  /* GLOBAL */ c: m => pushName(m, fromUtf8(m.line()), fromUtf8(m.line())),
  /* STACK_GLOBAL */ '\x93': m => {
    const name = textOf(m.pop())
    const module = textOf(m.pop())
    if (name === undefined || module === undefined) throw damaged()
    pushName(m, module, name)
  },
  /* REDUCE */ R: m => {
    const args = m.pop()
    m.spend(costs.dictionary + costs.entry * lengthOfFirst(args))
    m.push(call(m.pop(), args))
  },
  /* BUILD */ b: m => {
    const state = m.pop()
    build(m.top(), state)
  },
}

/** The instructions by their byte; undefined for those that make something else than data. */
export const instructions: readonly (Instruction | undefined)[] = Array.from(
  { length: 256 },
  (_, code) => table[String.fromCharCode(code)],
)

/** The instruction that ends a pickle. */
export const stop = '.'.charCodeAt(0)

function pushList(m: Machine, items: PickleValue[]): void {
  m.spend(costs.list)
  m.push(items)
}

function pushDictionary(m: Machine, entries: readonly PickleValue[]): void {
  m.spend(costs.dictionary)
  const dictionary = new Map<PickleValue, PickleValue>()
  addEntries(m, dictionary, entries)
  m.push(dictionary)
}

function pushName(m: Machine, module: string, name: string): void {
  m.spend(costs.bytes)
  m.push(new PickledName(module, name))
}

/** How much the outcome of a call may hold: a shared argument would make it again and again. */
function lengthOfFirst(args: PickleValue): number {
  const first = Array.isArray(args) ? args[0] : undefined
  return Array.isArray(first) || typeof first === 'string' || first instanceof Uint8Array ? first.length : 0
}

function addEntries(
  m: Machine,
  dictionary: Map<PickleValue, PickleValue>,
  entries: readonly PickleValue[],
): void {
  if (entries.length % 2 !== 0) throw damaged()
  for (let i = 0; i < entries.length; i += 2) {
    m.spend(costs.entry)
    dictionary.set(entries[i]!, entries[i + 1]!)
  }
}

function listAt(m: Machine): PickleValue[] {
  const list = m.top()
  if (!Array.isArray(list)) throw damaged()
  return list
}

function dictionaryAt(m: Machine): Map<PickleValue, PickleValue> {
  const dictionary = m.top()
  if (!(dictionary instanceof Map)) throw damaged()
  return dictionary
}

/** 'I00' and 'I01' are how protocol 0 writes False and True. */
function decimalInteger(text: string): number | bigint | boolean {
  if (text === '00' || text === '01') return text === '01'
  if (!/^[+-]?\d+$/.test(text)) throw damaged()
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : BigInt(text)
}

function decimalNumber(text: string): number {
  const value = Number({ inf: 'Infinity', '-inf': '-Infinity', nan: 'NaN' }[text] ?? text)
  if (text === '' || (Number.isNaN(value) && text !== 'nan')) throw damaged()
  return value
}

/** A little-endian signed integer of any length. */
function twosComplement(bytes: Uint8Array): number | bigint {
  if (bytes.length === 0) return 0
  if (bytes.length > 128) throw new PickleError(`it holds a number of ${bytes.length} bytes`)
  const digits = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).reverse()
  const value = BigInt.asIntN(8 * bytes.length, BigInt(`0x${digits.join('')}`))
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
}

/** The bytes that Python 2's repr of a byte string stands for. */
function quotedBytes(literal: string): Uint8Array {
  const quote = literal[0]
  if (literal.length < 2 || (quote !== "'" && quote !== '"') || literal.at(-1) !== quote) throw damaged()
  const bytes = literal
    .slice(1, -1)
    .replace(/\\(?:x([0-9a-fA-F]{2})|([0-7]{1,3})|(.))/g, (_, hex?: string, octal?: string, other = '') => {
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16))
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff)
      return escapes[other] ?? other
    })
  return toLatin1(bytes)
}

/** Python's raw-unicode-escape: Latin-1 with \uXXXX and \UXXXXXXXX. */
function rawUnicode(text: string): string {
  return text.replace(/\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})/g, (match, short?: string, long?: string) => {
    const point = Number.parseInt(short ?? long ?? '', 16)
    return point <= 0x10ffff ? String.fromCodePoint(point) : match
  })
}
