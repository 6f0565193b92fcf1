/* A thread that fits linear models for another: what is given is what they are fitted to. */
import { begin, end, hear, tell } from '../../../host/parent-node.js'
import { serveFitting } from './serve-fitting.ts'

begin(given => serveFitting(given, { tell, hear, end }))
