import { readFileSync } from 'node:fs';
import { type ClaimLexicon, createClaimLexicon } from '../../src/answer/claim-lexicon.js';
import { openDictionary } from '../../src/text/dictionary-file.js';
import { createTokenizer } from '../../src/text/tokenizer.js';

const DICTIONARY = new URL('../../data/glossary/cc-cedict.tsv', import.meta.url);

/** With the shipped dictionary, read at the first call. */
export function openClaimLexicon(): ClaimLexicon {
  return createClaimLexicon({
    tokenizer: createTokenizer(),
    dictionary: openDictionary(readFileSync(DICTIONARY)),
  });
}
