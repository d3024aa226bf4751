import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Paper } from "../../src/model/paper.ts";

type Json = Record<string, unknown>;

/** What the server knows; the maps may change while it runs. */
export interface Content {
  /** Items of the daily list by list day, as `aRecord` makes them. */
  readonly days?: ReadonlyMap<string, readonly unknown[]>;
  /** Flat answers of /api/papers/{id}; papers of `days` are known without. */
  readonly papers?: ReadonlyMap<string, unknown>;
  /** What arXiv knows, by id. */
  readonly arxiv?: ReadonlyMap<string, Paper>;
  /** Later days are refused as future; the real date where absent. */
  readonly today?: string;
  /** Query parameters that this server does not know. */
  readonly ignores?: readonly string[];
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** What happens to one request: the usual answer, a given one, or trouble. `stall` begins to answer and then says no more. */
export type Behaviour =
  | Answer
  | ("ok" | "hang" | "stall" | "cut" | "reset" | "broken JSON" | "wrong schema" | "huge" | "huge error");

interface SeenRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

export interface FakeHuggingFace {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  /** What happens to the next requests, one each; after them all is usual again. */
  next(...behaviours: Behaviour[]): void;
  /** Answers that are neither finished nor given up. */
  unfinished(): number;
  stop(): Promise<void>;
}

/** A loopback server that answers like Hugging Face, and like arXiv at /api/query; trouble comes by script. */
export async function startHuggingFace(content: Content = {}): Promise<FakeHuggingFace> {
  const script: Behaviour[] = [];
  const requests: SeenRequest[] = [];
  const open = new Set<ServerResponse>();
  const server = createServer(({ method = "", url = "/", headers }, response) => {
    requests.push({ method, url, headers });
    open.add(response);
    response.on("close", () => open.delete(response));
    play(script.shift() ?? "ok", response, usualAnswer(new URL(url, "http://loopback"), content));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    next: (...behaviours) => void script.push(...behaviours),
    unfinished: () => open.size,
    stop: async () => {
      const closed = once(server.close(), "close");
      server.closeAllConnections();
      await closed;
    },
  };
}

function play(behaviour: Behaviour, response: ServerResponse, usual: Answer): void {
  const body = Buffer.from(usual.body ?? "");
  const half = body.subarray(0, body.length / 2);
  const promise = { "content-length": body.length };
  if (typeof behaviour === "object") give(response, behaviour);
  else if (behaviour === "ok") give(response, usual);
  else if (behaviour === "stall") response.writeHead(200, promise).write(half);
  else if (behaviour === "cut") response.writeHead(200, promise).write(half, () => response.destroy());
  else if (behaviour === "reset") response.destroy();
  else if (behaviour === "broken JSON") give(response, { ...usual, body: half });
  else if (behaviour === "wrong schema") give(response, json(200, { message: "something else" }));
  else if (behaviour !== "hang") pour(response.writeHead(behaviour === "huge" ? 200 : 500));
}

function give(response: ServerResponse, { status, headers = {}, body = "" }: Answer): void {
  response.writeHead(status, headers).end(body);
}

function pour(response: ServerResponse): void {
  while (!response.destroyed && response.write(" ".repeat(1_000_000)));
  response.once("drain", () => pour(response));
}

function json(status: number, value: unknown): Answer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(value) };
}

function usualAnswer({ pathname, searchParams }: URL, content: Content): Answer {
  for (const name of content.ignores ?? []) searchParams.delete(name);
  const items = [...(content.days?.values() ?? [])]
    .flat()
    .filter((item): item is Json => item instanceof Object);
  if (pathname === "/api/daily_papers") return listDay(searchParams, content);
  if (pathname === "/api/papers/search") {
    const words = (searchParams.get("q") ?? "").toLowerCase().split(/\s+/);
    const text = (item: Json) => JSON.stringify([item.title, (item.paper as Json)?.summary]).toLowerCase();
    const found = items.filter((item) => words.every((word) => text(item).includes(word)));
    return json(200, found);
  }
  if (pathname.startsWith("/api/papers/")) {
    const id = pathname.slice("/api/papers/".length);
    const papers = items.map((item) => item.paper as Json | undefined);
    const paper = content.papers?.get(id) ?? papers.find((known) => known?.id === id);
    return paper ? json(200, paper) : json(404, { error: "Paper not found" });
  }
  if (pathname === "/api/query") {
    const ids = searchParams.get("id_list")?.split(",") ?? [];
    return { status: 200, body: atomFeed(ids.flatMap((id) => content.arxiv?.get(id) ?? [])) };
  }
  return json(404, { error: "Not found" });
}

function listDay(query: URLSearchParams, { days, today }: Content): Answer {
  const [date, limit, p] = [query.get("date"), Number(query.get("limit") ?? 50), Number(query.get("p") ?? 0)];
  const exists = date === null || new Date(`${date}T00:00:00Z`).toJSON()?.startsWith(date);
  const future = date !== null && date > (today ?? new Date().toISOString().slice(0, 10));
  if (!exists || future || !(limit >= 1 && limit <= 100)) return json(400, { error: "Invalid query" });
  // Without a date all days come mixed, the newest first.
  const newestFirst = [...(days ?? [])].sort(([a], [b]) => (a < b ? 1 : -1)).flatMap(([, items]) => items);
  const items = date === null ? newestFirst : (days?.get(date) ?? []);
  return json(200, items.slice(p * limit, (p + 1) * limit));
}

const escapeXml = (text: string): string =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/** Papers as arXiv's API has written them since November 2025. */
export function atomFeed(papers: readonly Paper[]): string {
  const entries = papers.map(
    ({ id, title, authors, abstract = "", publishedAt = "" }) => `<entry><id>http://arxiv.org/abs/${id}v1</id>
      <title>${escapeXml(title)}</title><summary>${escapeXml(abstract)}</summary><published>${publishedAt}</published>
      ${authors.map((name) => `<author><name>${escapeXml(name)}</name></author>`).join("")}</entry>`,
  );
  return `<?xml version='1.0' encoding='UTF-8'?><feed xmlns="http://www.w3.org/2005/Atom"><title>arXiv Query</title>
    <updated>2026-11-20T10:00:00Z</updated>${entries.join("")}</feed>`;
}
