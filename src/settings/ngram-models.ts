/**
 * Which linear models the weights of the n-grams are added up from: `counts` alone, with one by `ratios` beside them, with `both` that
 * and one by rarity, or `all` three with the penalty chosen (training/ngram-fit.ts).
 */
export const ngramModels = ['counts', 'ratios', 'both', 'all'] as const
export type NgramModels = (typeof ngramModels)[number]
