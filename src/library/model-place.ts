import { disk } from './disk-node.ts'

/** The model that comes with the package, as a training names it. */
export const pretrained = 'pretrained'

/** A model as a training names it: a path, or 'pretrained'. */
export function placeOfModel(place: string | URL): string {
  return place === pretrained ? pretrained : disk.pathOf(place)
}
