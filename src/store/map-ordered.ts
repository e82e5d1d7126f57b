/**
 * Maps with at most `limit` results under way or waiting, and gives them in the order of the source. What the source or
 * the mapping throws comes at its place; the source is left when the caller leaves.
 */
export async function* mapOrdered<Item, Result>(
  source: AsyncIterable<Item>,
  limit: number,
  map: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const waiting: Promise<Result>[] = [];
  const iterator = source[Symbol.asyncIterator]();
  let ended = false;
  try {
    for (;;) {
      while (!ended && waiting.length < limit) {
        const next = await iterator.next();
        ended = next.done === true;
        if (next.done === true) break;
        const result = map(next.value);
        // It is told when its turn comes.
        result.catch(() => undefined);
        waiting.push(result);
      }
      const first = waiting.shift();
      if (first === undefined) return;
      yield await first;
    }
  } finally {
    if (!ended) await iterator.return?.();
  }
}
