import type { ChatAdapter, PartKey, Standing } from "../../src/chat/adapter.ts";
import type { PostId } from "../../src/chat/incoming.ts";
import type { Message } from "../../src/chat/message.ts";
import { DeliveryError } from "../../src/errors.ts";
import type { TestTime } from "./time.ts";

/** What somebody in the channel sees. */
export interface FakePost {
  readonly id: PostId;
  /** A channel, a person, or the post that it replies to. */
  readonly place: string;
  readonly message: Message;
  readonly key: PartKey | undefined;
  readonly at: Date;
}

/** How the platform takes a post: an error is a refusal, and a number of milliseconds is how long a good answer takes. */
export type Taking = "well" | "loses the answer" | "hangs" | "hangs, but posts" | DeliveryError | number;

/** What it says when it is asked for a part: "truth" knows its posts. */
type Finding = "truth" | "absent" | "unknown" | "hangs" | DeliveryError;

export interface FakeAdapter extends ChatAdapter {
  /** What is there, in order. */
  readonly posts: FakePost[];
  /** Every request to post, whatever became of it. */
  readonly requests: { readonly place: string; readonly key: PartKey | undefined; readonly at: Date }[];
  /** The parts it was asked for. */
  readonly searches: PartKey[];
  /** How the next posts are taken, one each; then `takes`. */
  readonly next: Taking[];
  /** How a place's posts are taken, where nothing else is said for the next. */
  takes: (place: string, key: PartKey | undefined) => Taking;
  finds: Finding;
  /** The posts whose reactions were asked for, in order. */
  readonly readings: PostId[];
  /** What stands on a post when it is asked; what it throws is how it fails. */
  stands: (post: PostId) => readonly Standing[] | undefined | Promise<readonly Standing[] | undefined>;
  /** What posts were made to say, in order, and when. */
  readonly edits: { readonly post: PostId; readonly message: Message; readonly at: Date }[];
  /** How the next edits go wrong, one each. */
  readonly refusedEdits: DeliveryError[];
  /** Milliseconds that every answer takes. */
  delay: number;
  /** Milliseconds that a post waits for its turn before it is requested. */
  turn: number;
}

/** A platform in memory that can be told to fail in every way there is. */
export function fakeAdapter(platform: string, { clock, sleep }: TestTime): FakeAdapter {
  const never = (): Promise<never> => new Promise(() => {});
  const adapter: FakeAdapter = {
    platform,
    posts: [],
    requests: [],
    searches: [],
    next: [],
    takes: () => "well",
    finds: "truth",
    edits: [],
    refusedEdits: [],
    readings: [],
    stands: () => undefined,
    delay: 0,
    turn: 0,
    async start() {},
    async stop() {},
    async edit(post, message) {
      if (adapter.delay > 0) await sleep(adapter.delay);
      adapter.edits.push({ post, message, at: clock() });
      const refusal = adapter.refusedEdits.shift();
      if (refusal) throw refusal;
    },
    async reactions(post) {
      adapter.readings.push(post);
      return adapter.stands(post);
    },
    async post(place, message, key, ready) {
      if (adapter.turn > 0) await sleep(adapter.turn);
      await ready?.();
      adapter.requests.push({ place, key, at: clock() });
      const taking = adapter.next.shift() ?? adapter.takes(place, key);
      if (adapter.delay > 0) await sleep(adapter.delay);
      if (taking instanceof DeliveryError) throw taking;
      if (taking === "hangs") return never();
      if (typeof taking === "number") await sleep(taking);
      const id: PostId = `${platform}:post/${adapter.posts.length + 1}`;
      adapter.posts.push({ id, place, message, key, at: clock() });
      if (taking === "hangs, but posts") return never();
      if (taking === "loses the answer")
        throw new DeliveryError("the connection broke", { retry: true, maybePosted: true });
      return id;
    },
    async find(place, key) {
      adapter.searches.push(key);
      const { finds } = adapter;
      if (adapter.delay > 0) await sleep(adapter.delay);
      if (finds instanceof DeliveryError) throw finds;
      if (finds === "hangs") return never();
      if (finds !== "truth") return finds;
      return adapter.posts.find((post) => post.key === key && post.place === place)?.id ?? "absent";
    },
  };
  return adapter;
}

/** The platform could not take it just now. */
export const busy = (after?: number): DeliveryError =>
  new DeliveryError("ratelimited", {
    retry: true,
    maybePosted: false,
    ...(after === undefined ? {} : { after }),
  });

/** The platform will never take it. */
export const refused = (reason = "not_in_channel"): DeliveryError =>
  new DeliveryError(reason, { retry: false, maybePosted: false });
