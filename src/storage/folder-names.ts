/** What the files in the folder of a training are called, for those who only look for them. */
export const bestName = 'best.safetensors'
export const lastName = 'last.safetensors'
