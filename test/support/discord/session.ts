import { randomId } from "./ids.ts";
import { isWanted } from "./intents.ts";
import type { Json } from "./types.ts";

/** Events that are kept for a client that comes back. */
const most = 1000;

interface Event {
  readonly op: 0;
  readonly s: number;
  readonly t: string;
  readonly d: Json;
}

export type Session = ReturnType<typeof createSession>;

/** What one shard was told, connection or not. */
export function createSession(shard: readonly [number, number], intents: number) {
  const told: Event[] = [];
  let sequence = 0;
  let send: ((payload: object) => void) | undefined;
  let isReady = false;

  const tell = (t: string, d: Json): void => {
    sequence += 1;
    const event: Event = { op: 0, s: sequence, t, d };
    told.push(event);
    if (told.length > most) told.shift();
    send?.(event);
  };

  return {
    id: randomId(),
    shard,
    intents,
    tell,
    get sequence() {
      return sequence;
    },
    get isAttached() {
      return send !== undefined;
    },
    get isReady() {
      return isReady;
    },
    set isReady(now) {
      isReady = now;
    },
    attach(to: (payload: object) => void): void {
      send = to;
    },
    detach(): void {
      send = undefined;
    },
    /** Whether it was asked for. */
    dispatch(name: string, data: Json, isDirect: boolean): boolean {
      const isAsked = isWanted(name, intents, isDirect);
      if (isAsked) tell(name, data);
      return isAsked;
    },
    /** What came after a number, and that this was all. */
    replay(after: number): void {
      for (const event of told.filter(({ s }) => s > after)) send?.(event);
      tell("RESUMED", { _trace: ["loopback"] });
    },
  };
}
