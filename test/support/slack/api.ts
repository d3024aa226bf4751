import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { tooLong } from "./blocks.ts";
import type { Fates } from "./fates.ts";
import { type Method, type Office, SlackError } from "./method.ts";
import { chatMethods } from "./methods-chat.ts";
import { moreMethods } from "./methods-more.ts";
import { readMethods } from "./methods-read.ts";
import type { ResponseUrl } from "./responses.ts";
import { decodeArgs } from "./schema.ts";
import { emptyText, tooMany } from "./strings.ts";
import type { SlackCall, SlackFate } from "./types.ts";

const methods: Readonly<Record<string, Method | undefined>> = {
  ...chatMethods,
  ...readMethods,
  ...moreMethods,
};

export interface Tokens {
  readonly bot: string;
  readonly app: string;
  revoked: boolean;
}

/** Everything that the app asks of Slack over HTTP. */
export class Api {
  readonly calls: SlackCall[] = [];
  /** apps.connections.open is answered with 503 until then. */
  closedUntil = 0;
  #office: Office;
  #fates: Fates;
  #tokens: Tokens;
  #responses: ReadonlyMap<string, ResponseUrl>;

  constructor(office: Office, fates: Fates, tokens: Tokens, responses: ReadonlyMap<string, ResponseUrl>) {
    this.#office = office;
    this.#fates = fates;
    this.#tokens = tokens;
    this.#responses = responses;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, kind = "", rest = ""] = /^\/([^/]+)\/(.*)$/.exec(request.url ?? "") ?? [];
    const body = await buffer(request);
    if (request.method === "POST" && kind === "api") await this.#call(rest, request, String(body), response);
    else if (request.method === "POST" && kind === "upload")
      await this.#upload(rest, request, body, response);
    else if (request.method === "POST" && kind === "response") this.#respond(rest, String(body), response);
    else {
      this.#office.refused.push(`${request.method} ${request.url}`);
      answer(response, 404, { ok: false, error: "not_found" });
    }
  }

  async #call(name: string, request: IncomingMessage, body: string, response: ServerResponse): Promise<void> {
    const args = decodeArgs(body, request.headers["content-type"] ?? "");
    const bearer = request.headers.authorization?.replace(/^Bearer /, "") ?? args.token;
    const token = bearer === undefined ? "none" : this.#kindOf(String(bearer));
    this.calls.push({ method: name, args, at: Date.now(), token });
    const found = methods[name];
    const problem = this.#problem(name, found, token);
    if (problem !== undefined || !found) return answer(response, 200, { ok: false, error: problem });
    const read = found.args.safeParse(args);
    if (!read.success) {
      const messages = [z.prettifyError(read.error)];
      this.#office.refused.push(`${name}: ${messages}`);
      return answer(response, 200, { ok: false, error: codeOf(read.error), response_metadata: { messages } });
    }
    if (name === "apps.connections.open" && Date.now() < this.closedUntil)
      return answer(response, 503, { ok: false, error: "service_unavailable" });
    const fate = this.#fates.of(name, args.channel);
    if (isUndone(fate)) return spoil(response, fate);
    const result = this.#run(found, read.data);
    await wait(this.#fates.delay());
    if (isLate(fate)) await fate.until;
    const scopes = { "x-oauth-scopes": this.#office.scopes.join(",") };
    if (fate === "answer" || isLate(fate)) answer(response, 200, result, scopes);
    else if (fate === "fail after") answer(response, 503, { ok: false, error: "service_unavailable" });
    else if (fate === "lose answer") response.destroy();
  }

  /** Slack's error for a call that it does not look at further. */
  #problem(name: string, found: Method | undefined, token: SlackCall["token"]): string | undefined {
    const refuse = (error: string, why: string) => {
      this.#office.refused.push(`${name}: ${why}`);
      return error;
    };
    if (!found) return refuse("unknown_method", "no such method");
    if (token === "none") return refuse("not_authed", "no token");
    if (token === "unknown") return refuse("invalid_auth", "a wrong token");
    if (token !== found.token) return refuse("not_allowed_token_type", `wants the ${found.token} token`);
    if (!this.#tokens.revoked) return undefined;
    return name === "apps.connections.open" ? "invalid_auth" : "token_revoked";
  }

  #run({ run }: Method, args: never): object {
    try {
      return { ok: true, ...run(args, this.#office) };
    } catch (error) {
      if (!(error instanceof SlackError)) throw error;
      return { ok: false, error: error.message, ...error.more };
    }
  }

  #kindOf(token: string): SlackCall["token"] {
    if (token === this.#tokens.bot) return "bot";
    return token === this.#tokens.app ? "app" : "unknown";
  }

  async #upload(id: string, request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    const upload = this.#office.uploads.get(id);
    const type = request.headers["content-type"] ?? "";
    const bytes = type.startsWith("multipart/") ? await fileIn(body, type) : body;
    if (upload && bytes?.length === upload.length) {
      upload.content = bytes.toString();
      response.end(`OK - ${bytes.length}`);
    } else {
      const why = upload ? `${bytes?.length} bytes instead of ${upload.length}` : "no such upload";
      this.#office.refused.push(`upload: ${why}`);
      answer(response, 400, { ok: false, error: "upload_failed" });
    }
  }

  #respond(id: string, body: string, response: ServerResponse): void {
    const found = this.#responses.get(id);
    if (!found) this.#office.refused.push("response_url: no such address");
    const given = decodeArgs(body, "application/json");
    const { status, body: said } = found?.take(given) ?? {
      status: 404,
      body: { ok: false, error: "no_such_url" },
    };
    answer(response, status, said);
  }
}

async function fileIn(body: Buffer, type: string): Promise<Buffer | undefined> {
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
  const file = [...form.values()].find((value) => value instanceof File);
  return file && Buffer.from(await file.arrayBuffer());
}

/** Slack's error for arguments that are wrong, by the first thing that is. */
function codeOf({ issues }: z.ZodError): string {
  const [first] = issues;
  if (first?.path[0] === "blocks")
    return first.message === tooLong ? "msg_blocks_too_long" : "invalid_blocks";
  if (first?.path[0] === "metadata") return "invalid_metadata_format";
  if (first?.path[0] !== "text") return "invalid_arguments";
  if (first.message === tooMany) return "msg_too_long";
  return first.code === "invalid_type" || first.message === emptyText ? "no_text" : "invalid_arguments";
}

type Late = Extract<SlackFate, { readonly until: Promise<unknown> }>;
type Undone = Exclude<SlackFate, "answer" | "lose answer" | "hang" | "fail after" | Late>;

function isLate(fate: SlackFate): fate is Late {
  return typeof fate === "object" && "until" in fate;
}

function isUndone(fate: SlackFate): fate is Undone {
  if (isLate(fate)) return false;
  return typeof fate === "object" || fate === "hang before" || fate === "drop" || fate === "fail before";
}

function spoil(response: ServerResponse, fate: Undone): void {
  if (fate === "drop") response.destroy();
  else if (fate === "fail before") answer(response, 500, { ok: false, error: "internal_error" });
  else if (typeof fate === "object" && "error" in fate)
    answer(response, 200, { ok: false, error: fate.error });
  else if (typeof fate === "object")
    answer(response, 429, { ok: false, error: "ratelimited" }, { "retry-after": String(fate.retryAfter) });
}

function answer(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response
    .writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers })
    .end(JSON.stringify(body));
}
