/* A thread that encodes texts for a classifier in another: what is given is what it has to know of the model. */
import { begin, end, hear, tell } from '../../host/parent-node.js'
import { serveEncoding } from './serve-encoding.ts'

begin(given => serveEncoding(given, { tell, hear, end }))
