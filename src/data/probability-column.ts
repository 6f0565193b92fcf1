/** What the column of a label's probability begins with, where each label has its own. Pages know it, and have no files. */
export const probabilityColumn = 'probability_'
