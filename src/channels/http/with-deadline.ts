/** Runs `work` with a signal that fires with the given one or after `timeoutMs`; what the work makes of it is its own matter. */
export async function withDeadline<T>(
  timeoutMs: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const end = () => controller.abort();
  // A response that came while the process was busy is read before the time is called over.
  const timer = setTimeout(() => setImmediate(end), timeoutMs);
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}
