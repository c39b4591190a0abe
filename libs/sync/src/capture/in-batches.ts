/** As many messages as one batch reads, and whose copies one commit takes. */
const batchSize = 20;

/** One batch after another. */
export async function inBatches<Item>(
  items: readonly Item[],
  work: (batch: readonly Item[]) => Promise<void>,
): Promise<void> {
  for (let start = 0; start < items.length; start += batchSize) await work(items.slice(start, start + batchSize));
}
