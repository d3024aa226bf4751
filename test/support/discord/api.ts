import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import type { Allowance, Fates } from "./fates.ts";
import type { GivenFile, Office } from "./office.ts";
import { apiProblems } from "./openapi.ts";
import { DiscordProblem, invalid, problem } from "./problem.ts";
import type { Asked, Route, Routes } from "./route.ts";
import { appRoutes } from "./routes-app.ts";
import { interactionRoutes } from "./routes-interactions.ts";
import { messageRoutes } from "./routes-messages.ts";
import { placeRoutes } from "./routes-places.ts";
import { reactionRoutes } from "./routes-reactions.ts";
import type { Block, DiscordCall, DiscordFate, DiscordLimit } from "./types.ts";

const routes: Routes = {
  ...appRoutes,
  ...messageRoutes,
  ...interactionRoutes,
  ...reactionRoutes,
  ...placeRoutes,
};
/** Errors that a sound program does not run into, however guilds change around it. */
const blamed = new Set([0, 10015, 40060, 50006, 50035]);

interface Found {
  readonly name: string;
  readonly route: Route;
  readonly ids: readonly string[];
}
interface Made {
  readonly status: number;
  readonly body?: object;
}

export interface ApiParts {
  readonly office: Office;
  readonly fates: Fates;
  readonly token: { readonly value: string; isRevoked: boolean };
}

export function isRoute(name: string): boolean {
  return name in routes;
}

/** Everything that the bot asks of Discord over HTTP. */
export function createApi({ office, fates, token }: ApiParts) {
  const calls: DiscordCall[] = [];

  const kindOf = ({ authorization }: IncomingMessage["headers"]): DiscordCall["token"] => {
    if (authorization === undefined) return "none";
    return authorization === `Bot ${token.value}` ? "bot" : "unknown";
  };
  const run = ({ name, route, ids }: Found, asked: Omit<Asked, "ids">): Made => {
    try {
      const wrong = apiProblems(name, asked.body);
      const body = route.run({ ...asked, ids }, office);
      // Behind the built-in checks, whose words are better; that it is done already does not matter, for the test fails.
      if (wrong.length > 0) throw invalid([], wrong.join("; "));
      return body === undefined ? { status: 204 } : { status: 200, body };
    } catch (error) {
      if (!(error instanceof DiscordProblem)) throw error;
      const { status, code, message, errors = {} } = error;
      if (blamed.has(code)) office.refused.push(`${name}: ${code} ${message} ${JSON.stringify(errors)}`);
      return { status, body: error.body };
    }
  };
  const unauthorized = ({ route }: Found, kind: DiscordCall["token"]): boolean => {
    if (!route.needsToken) return false;
    if (kind === "bot" && !token.isRevoked) return false;
    if (kind !== "bot") office.refused.push(kind === "none" ? "a call without the token" : "a wrong token");
    return true;
  };

  return {
    calls,
    blocks: undefined as Block | undefined,
    async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://loopback");
      // discord.js writes @me and @original with %40.
      const path = decodeURIComponent(pathname.replace(/^\/api\/v10(?=\/)/, ""));
      const found = pathname.startsWith("/api/v10/") ? find(request.method ?? "", path) : undefined;
      const kind = kindOf(request.headers);
      const query = Object.fromEntries(searchParams);
      const given = await decode(await buffer(request), request.headers["content-type"] ?? "");
      const files = given.files.map(({ name }) => name);
      const call = { path, query, body: given.body, files, at: Date.now(), token: kind };
      calls.push({ ...call, route: found?.name ?? `${request.method} ${pathname}` });
      if (this.blocks) return block(response, this.blocks);
      if (!found) {
        office.refused.push(`${request.method} ${request.url}: no such route`);
        return answer(response, { status: 404, body: problem("notFound").body });
      }
      if (unauthorized(found, kind))
        return answer(response, { status: 401, body: problem("unauthorized").body });
      const { fate, allowance } = fates.of(found.name, found.ids[0] ?? "");
      const headers = limitHeaders(found.name, allowance);
      if (isUndone(fate)) return spoil(response, fate, headers);
      const made = run(found, { query, ...given });
      await wait(fates.delay());
      if (isLate(fate)) await fate.until;
      if (fate === "answer" || isLate(fate)) answer(response, made, headers);
      else if (fate === "fail after") answer(response, { status: 502, body: {} }, headers);
      else if (fate === "lose answer") response.destroy();
    },
  };
}

/** Names with fewer ids come first: "@me" and "@original" are no ids. */
const patterns = Object.entries(routes)
  .map(([name, route]) => {
    const pattern = new RegExp(`^${name.replace(/:\w+/g, "([^/]+)")}$`);
    return { name, route, pattern, count: name.split(":").length };
  })
  .sort((one, other) => one.count - other.count);

function find(method: string, path: string): Found | undefined {
  for (const { name, route, pattern } of patterns) {
    const match = pattern.exec(`${method} ${path}`);
    if (match) return { name, route, ids: match.slice(1) };
  }
  return undefined;
}

async function decode(bytes: Buffer, type: string): Promise<{ body: unknown; files: GivenFile[] }> {
  if (type.startsWith("application/json")) return { body: parsed(String(bytes)), files: [] };
  if (!type.startsWith("multipart/form-data")) return { body: undefined, files: [] };
  const form = await new Response(new Uint8Array(bytes), { headers: { "content-type": type } }).formData();
  const files: GivenFile[] = [];
  for (const [part, value] of form)
    if (typeof value !== "string") files.push({ part, name: value.name, content: await value.text() });
  return { body: parsed(String(form.get("payload_json") ?? "{}")), files };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function limitHeaders(name: string, { limit, remaining, resetAfter }: Allowance): Record<string, string> {
  return {
    "x-ratelimit-limit": String(limit),
    "x-ratelimit-remaining": String(remaining),
    "x-ratelimit-reset": (Date.now() / 1000 + resetAfter).toFixed(3),
    "x-ratelimit-reset-after": resetAfter.toFixed(3),
    "x-ratelimit-bucket": Buffer.from(name).toString("hex").slice(-32),
  };
}

type Late = Extract<DiscordFate, { readonly until: Promise<unknown> }>;
type Undone = Exclude<DiscordFate, "answer" | "lose answer" | "hang" | "fail after" | Late>;

function isLate(fate: DiscordFate): fate is Late {
  return typeof fate === "object" && "until" in fate;
}

function isUndone(fate: DiscordFate): fate is Undone {
  if (isLate(fate)) return false;
  return typeof fate === "object" || fate === "hang before" || fate === "drop" || fate === "fail before";
}

function spoil(response: ServerResponse, fate: Undone, headers: Readonly<Record<string, string>>): void {
  if (fate === "drop") response.destroy();
  else if (fate === "fail before")
    answer(response, { status: 500, body: { message: "500: Internal Server Error", code: 0 } });
  else if (typeof fate === "object" && "status" in fate) {
    const { status, code, message = "scripted" } = fate;
    answer(response, { status, body: { message, code } }, headers);
  } else if (typeof fate === "object") limit(response, fate, headers);
}

function limit(
  response: ServerResponse,
  { retryAfter, global = false, code, message = "You are being rate limited.", header }: DiscordLimit,
  headers: Readonly<Record<string, string>>,
): void {
  const body = { message, retry_after: retryAfter, global, ...(code !== undefined && { code }) };
  const own = global ? { "x-ratelimit-global": "true" } : { ...headers, "x-ratelimit-remaining": "0" };
  const scope = global ? "global" : "user";
  answer(
    response,
    { status: 429, body },
    {
      // What the headers count is another limit than one with a code.
      ...(code === undefined ? { ...own, "x-ratelimit-reset-after": retryAfter.toFixed(3) } : headers),
      "retry-after": String(Math.ceil(header ?? retryAfter)),
      "x-ratelimit-scope": code === undefined ? scope : "shared",
    },
  );
}

function block(response: ServerResponse, how: Block): void {
  const bodies: Readonly<Record<Block, readonly [type: string, body: string]>> = {
    json: [
      "application/json",
      JSON.stringify({ message: "You are being blocked from accessing our API", code: 0 }),
    ],
    html: ["text/html", "<!DOCTYPE html><title>Access denied</title><p>Error 1015"],
    text: ["text/plain", "error code: 1015"],
  };
  const [type, body] = bodies[how];
  response.writeHead(429, { "content-type": type }).end(body);
}

function answer(
  response: ServerResponse,
  { status, body }: Made,
  headers: Readonly<Record<string, string>> = {},
): void {
  // A 204 that names a type makes discord.js read JSON where there is none.
  const type = body ? { "content-type": "application/json" } : undefined;
  response.writeHead(status, { ...type, ...headers }).end(body && JSON.stringify(body));
}
