/** Loaded before the module of a thread that runs the sources: tsx serves the main thread alone unless it is asked. */
import { register } from 'tsx/esm/api'

register()
