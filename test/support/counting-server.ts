import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { oneOf, type Random } from "./random.ts";

/** A post that a platform has taken, whichever platform it is. */
export interface Posted {
  /** The part that it is, as it travelled with the post. */
  readonly key: string;
  /** Everything that it shows. */
  readonly content: unknown;
}

/** What a platform in a crash test has to tell at the end. */
export interface PostServer {
  readonly posts: readonly Posted[];
  /** Requests that no sound program makes; a crash test fails with any. */
  readonly refused: readonly string[];
  stop(): Promise<void>;
}

/** What happens to a request. The first four take the post, the others do not; "hang" never answers. */
export type Fate =
  | ("answer" | "lose answer" | "hang" | "fail after")
  | ("drop" | "fail before" | "limit ms" | "limit s");

export interface CountingOptions {
  /** Whether posts can be looked for. */
  readonly history?: boolean;
  /** How often something goes wrong that no script says, 0 to 1. */
  readonly trouble?: number;
  /** Decides about trouble and how long an answer takes. */
  readonly random?: Random;
}

export interface CountingServer extends PostServer {
  readonly url: string;
  /** What happens to the next requests, one each. */
  next(...fates: Fate[]): void;
  /** How often a part is there. */
  count(key: string): number;
}

// A dropped answer is as likely as all limits together: it is what makes doubles.
const troubles: readonly [Fate, ...Fate[]] = [
  ...(["lose answer", "lose answer", "hang", "fail after", "fail after"] as const),
  ...(["drop", "drop", "fail before", "fail before", "limit ms", "limit ms", "limit s"] as const),
];
/** Milliseconds until a post is answered at most. */
const slowest = 12;

const text = z.string().min(1);
const card = z.strictObject({
  number: z.int().min(1).optional(),
  title: text,
  url: z.url().optional(),
  byline: text.optional(),
  body: text.optional(),
  facts: z.array(text).optional(),
  links: z.array(z.strictObject({ label: text, url: z.url() })).optional(),
  buttons: z.array(z.strictObject({ label: text, action: text.max(100) })).optional(),
});
const schema = z.strictObject({
  key: z.string().regex(/^count:\S+\/\S+ (?:digest|recap|watch|notice) \d{4}-\d\d-\d\d \d+$/),
  place: z.string().regex(/^count:(?:\S+\/\S+|\d+)$/),
  at: z.iso.datetime(),
  message: z
    .strictObject({
      title: text.optional(),
      lead: text.optional(),
      // A digest has ten at most, and what watches found twenty.
      cards: z.array(card).min(1).max(20).optional(),
      note: text.optional(),
    })
    .refine((message) => Object.keys(message).length > 0),
});
type Post = z.output<typeof schema>;

/** A platform on the loopback interface. It takes the same part any number of times: whoever posts has to take care. */
export async function startCounting({
  history = true,
  trouble = 0,
  random = Math.random,
}: CountingOptions = {}): Promise<CountingServer> {
  const script: Fate[] = [];
  const taken: Post[] = [];
  const refused: string[] = [];
  const tried = new Map<string, string>();
  const fateOf = (): Fate => script.shift() ?? (random() < trouble ? oneOf(troubles, random) : "answer");

  const refuse = (response: ServerResponse, status: number, why: string): void => {
    refused.push(why);
    answer(response, status, { error: why });
  };
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const read = schema.safeParse(await json(request));
    if (!read.success) return refuse(response, 400, z.prettifyError(read.error));
    const wrong = problemOf(read.data, taken, tried);
    if (wrong !== undefined) return refuse(response, 400, wrong);
    const fate = fateOf();
    if (isRefusal(fate)) return refuseBy(fate, response);
    taken.push(read.data);
    const id = `count:${taken.length}`;
    await wait(random() * slowest);
    if (fate === "answer") answer(response, 200, { id });
    else if (fate === "fail after") answer(response, 502, { error: "bad gateway" });
    else if (fate === "lose answer") response.destroy();
  };
  const look = (query: URLSearchParams, response: ServerResponse): void => {
    const fate = fateOf();
    const since = query.get("since") ?? "";
    const found = taken.findIndex(({ key, at }) => key === query.get("key") && at >= since);
    if (fate !== "answer") refuseBy(isRefusal(fate) ? fate : "drop", response);
    else if (!history) answer(response, 403, { error: "no permission to read the history" });
    else if (found < 0) answer(response, 404, { error: "no such post" });
    else answer(response, 200, { id: `count:${found + 1}` });
  };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://loopback");
    if (pathname !== "/posts") refuse(response, 404, `${request.method} ${request.url}`);
    else if (request.method === "GET") look(searchParams, response);
    // A body that ends early is from a program that was killed while it wrote.
    else take(request, response).catch(() => response.destroy());
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get posts() {
      return taken.map(({ key, message }) => ({ key, content: message }));
    },
    refused,
    next: (...fates) => void script.push(...fates),
    count: (key) => taken.filter((post) => post.key === key).length,
    stop: async () => {
      const closed = once(server.close(), "close");
      server.closeAllConnections();
      await closed;
    },
  };
}

/** What is wrong with a well-formed post: a retry that says something else, or one to a place that is not there. */
function problemOf(
  { key, place, message }: Post,
  taken: readonly Post[],
  tried: Map<string, string>,
): string | undefined {
  const bytes = JSON.stringify({ place, message });
  const before = tried.get(key) ?? bytes;
  tried.set(key, before);
  if (bytes !== before) return `${key} was first ${before} and is now ${bytes}`;
  const channel = key.slice(0, key.indexOf(" "));
  const root = /^count:(\d+)$/.exec(place)?.[1];
  if (root === undefined) return place === channel ? undefined : `${key} was posted to ${place}`;
  const headline = key.replace(/\d+$/, "0");
  return taken[Number(root) - 1]?.key === headline ? undefined : `${key} is no reply to ${headline}`;
}

type Refusal = Extract<Fate, "drop" | "fail before" | "limit ms" | "limit s">;

function isRefusal(fate: Fate): fate is Refusal {
  return fate === "drop" || fate === "fail before" || fate.startsWith("limit");
}

function refuseBy(fate: Refusal, response: ServerResponse): void {
  if (fate === "drop") response.destroy();
  else if (fate === "fail before") answer(response, 500, { error: "internal error" });
  else if (fate === "limit ms") answer(response, 429, { error: "slow down" }, { "retry-after-ms": "40" });
  else answer(response, 429, { error: "slow down" }, { "retry-after": "1" });
}

function answer(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}
