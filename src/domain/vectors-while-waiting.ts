/**
 * So many texts are embedded while somebody waits for an answer: some ten seconds on two cores. Where more are missing,
 * he is answered by words and the vectors that are there.
 */
export const vectorsWhileWaiting = 512;
