/** Runs `read` on items, a few at a time, and yields the results in the order of the items. */
export async function* readAhead<I, R>(
  items: readonly I[],
  read: (item: I) => Promise<R>,
  limit = 16,
): AsyncGenerator<R> {
  const waiting: Promise<R>[] = [];
  let next = 0;
  const start = (): void => {
    const result = read(items[next++]);
    result.catch(() => undefined); // reported when its turn comes
    waiting.push(result);
  };
  while (next < Math.min(limit, items.length)) start();
  for (let done = 0; done < items.length; done++) {
    const result = await waiting[0];
    waiting.shift();
    if (next < items.length) start();
    yield result;
  }
}
