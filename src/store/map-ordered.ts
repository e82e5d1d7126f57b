async function nextOf<Item>(
  iterator: AsyncIterator<Item>,
): Promise<{ readonly item: Item } | { readonly failure: unknown } | null> {
  try {
    const next = await iterator.next();
    return next.done === true ? null : { item: next.value };
  } catch (failure) {
    return { failure };
  }
}

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
        const next = await nextOf(iterator);
        ended = next === null || 'failure' in next;
        if (next === null) break;
        const result = 'failure' in next ? Promise.reject(next.failure) : map(next.item);
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
