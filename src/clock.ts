/** The present instant. The real one is made in main.ts; everything else is given one, so tests can set the time. */
export type Clock = () => Date;

/** Waits `ms` milliseconds; rejects with the signal's reason when it is aborted first. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;
