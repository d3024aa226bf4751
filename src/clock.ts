/** The present instant. The real one is made in main.ts; everything else is given one, so tests can set the time. */
export type Clock = () => Date;

/** Waits `ms` milliseconds; rejects with the signal's reason when it is aborted first. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

/** What `work` comes to, or undefined as soon as the signal is aborted: nobody who stops waits for a platform. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  work.catch(() => {});
  const over = Promise.withResolvers<undefined>();
  const stop = (): void => over.resolve(undefined);
  if (signal.aborted) return undefined;
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await Promise.race([work, over.promise]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
