import type { AdapterDeps } from "./adapter.ts";

/** Milliseconds that a connection has to last before it counts as back: one that is closed at once is none. */
const settling = 2000;

export interface Loss {
  /** Fit to be shown. */
  readonly reason: string;
  /** For the log. */
  readonly code?: string | undefined;
  /** Milliseconds in which it may come back without a word. */
  readonly patience?: number;
}

export type Outages = ReturnType<typeof createOutages>;

/** Tells of outages, each once, however often a connection comes and goes meanwhile. */
export function createOutages({ contact, clock }: Pick<AdapterDeps, "contact" | "clock">) {
  let state: "new" | "connected" | "lost" = "new";
  let pending: "connected" | "lost" | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const forget = (): void => {
    clearTimeout(timer);
    pending = undefined;
  };
  const become = (next: "connected" | "lost", change: Parameters<NonNullable<typeof contact>>[0]): void => {
    forget();
    state = next;
    contact?.(change);
  };
  const later = (next: "connected" | "lost", ms: number, then: () => void): void => {
    pending = next;
    timer = setTimeout(then, ms);
    timer.unref();
  };
  return {
    lost({ reason, code, patience = 0 }: Loss): void {
      if (isOver) return;
      if (pending === "lost" && patience > 0) return;
      forget();
      if (state === "lost") return;
      const change = { at: clock(), lost: reason, code };
      if (patience === 0) become("lost", change);
      else later("lost", patience, () => become("lost", change));
    },
    connected(): void {
      if (isOver) return;
      if (pending === "lost") forget();
      if (state === "connected" || pending === "connected") return;
      const change = { at: clock() };
      if (state === "new") become("connected", change);
      else later("connected", settling, () => become("connected", change));
    },
    /** From now on nothing is told. */
    stop(): void {
      forget();
      isOver = true;
    },
  };
}
