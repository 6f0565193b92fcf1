/* A thread that cuts texts for another: what is given is the tokenizer's name. */
import { end, given, hear, tell } from '../../host/parent-node.js'
import { serveCutting } from './serve-cutting.ts'

serveCutting(given, { tell, hear, end })
