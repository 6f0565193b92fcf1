/* The thread of a training: what is given is what was asked for. */
import { end, given, hear, tell } from '../../host/parent-node.js'
import { serveTraining } from './inside.ts'

serveTraining(given, { tell, hear, end })
