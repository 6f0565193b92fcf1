/* The thread of a training: what is given is what was asked for. */
import { begin, end, hear, tell } from '../../host/parent-node.js'
import { serveTraining } from './inside.ts'

begin(given => serveTraining(given, { tell, hear, end }))
