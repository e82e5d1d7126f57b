/** Ids of the tokenizer's special pieces. Source: `tokenizer.json` of multilingual-e5-small. */
export const START_ID = 0;
export const END_ID = 2;
export const UNKNOWN_ID = 3;
