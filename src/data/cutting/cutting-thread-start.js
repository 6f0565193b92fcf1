/* A thread that cuts texts for another: what is given is the tokenizer's name. */
import { begin, end, hear, tell } from '../../host/parent-node.js'
import { serveCutting } from './serve-cutting.ts'

begin(given => serveCutting(given, { tell, hear, end }))
