import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { blocksOf } from "./blocks.ts";
import { messageText, metadata, timestamp } from "./schema.ts";
import type { Answer, SlackMessage } from "./types.ts";
import { botUser, randomId, type Workspace } from "./workspace.ts";

const body = z
  .strictObject({
    response_type: z.enum(["ephemeral", "in_channel"]).optional(),
    replace_original: z.boolean().optional(),
    delete_original: z.boolean().optional(),
    thread_ts: timestamp.optional(),
    text: messageText.optional(),
    blocks: blocksOf(50).optional(),
    unfurl_links: z.boolean().optional(),
    unfurl_media: z.boolean().optional(),
    parse: z.literal("none").optional(),
    metadata: metadata.optional(),
  })
  .refine((given) => given.delete_original || given.text !== undefined, "an answer without text");
type Body = z.output<typeof body>;

/** Uses of a response_url and milliseconds that it lives. */
const uses = 5;
const lifetime = 30 * 60_000;
/** Milliseconds that a test waits for an answer. */
const patience = 8000;

/** Where the answers to one thing that a member did go. */
export interface Channelled {
  readonly channel: string;
  readonly user: string;
  /** The message whose button was pressed. */
  readonly original?: SlackMessage;
}

export class ResponseUrl {
  readonly id = randomId("");
  readonly url: string;
  readonly answers: Answer[] = [];
  readonly #where: Channelled;
  readonly #workspace: Workspace;
  readonly #refused: string[];
  readonly #madeAt = Date.now();
  #used = 0;

  constructor(base: string, where: Channelled, workspace: Workspace, refused: string[]) {
    this.url = `${base}/response/${this.id}`;
    this.#where = where;
    this.#workspace = workspace;
    this.#refused = refused;
  }

  /** Answers a request to the address: the status and what is said. */
  take(given: unknown): { status: number; body: object } {
    const refuse = (status: number, error: string, why: string) => {
      this.#refused.push(`response_url: ${why}`);
      return { status, body: { ok: false, error } };
    };
    if (Date.now() - this.#madeAt > lifetime) return refuse(404, "expired_url", "used after 30 minutes");
    if (this.#used >= uses) return refuse(404, "used_url", `used more than ${uses} times`);
    this.#used += 1;
    const wrong = this.#answer("response_url", given);
    return wrong === undefined ? { status: 200, body: { ok: true } } : refuse(400, "invalid_payload", wrong);
  }

  /** What a command's ack says. */
  acked(payload: unknown): void {
    if (!(payload instanceof Object) || Object.keys(payload).length === 0) return;
    const wrong = this.#answer("ack", payload);
    if (wrong !== undefined) this.#refused.push(`ack: ${wrong}`);
  }

  async answer(n = 1): Promise<SlackMessage> {
    const end = Date.now() + patience;
    while (this.answers.length < n) {
      if (Date.now() > end) throw new Error(`${this.answers.length} of ${n} answers came`);
      await wait(5);
    }
    const message = this.answers[n - 1]?.message;
    if (!message) throw new Error(`answer ${n} left no message`);
    return message;
  }

  /** Does what an answer says; what is wrong with it where it cannot. */
  #answer(by: Answer["by"], given: unknown): string | undefined {
    const read = body.safeParse(given);
    if (!read.success) return z.prettifyError(read.error);
    const { replace_original, delete_original } = read.data;
    const original = this.#original();
    if ((replace_original || delete_original) && !original) return "there is no message to replace or delete";
    // Left out, an ephemeral message is replaced and another is not: github.com/getsentry/sentry/pull/73590.
    if (this.#where.original && replace_original === undefined && delete_original === undefined)
      return "an answer to a button has to say whether it replaces the message";
    const root = read.data.thread_ts;
    if (root !== undefined && !this.#workspace.knew(this.#where.channel, root)) return `no thread ${root}`;
    this.answers.push({ by, body: given, message: this.#apply(read.data, original) });
    return undefined;
  }

  #original(): SlackMessage | undefined {
    const { original } = this.#where;
    return original && this.#workspace.find(original.channel, original.ts);
  }

  #apply(given: Body, original: SlackMessage | undefined): SlackMessage | undefined {
    if (given.delete_original && original) {
      this.#workspace.remove(original);
      return undefined;
    }
    const content = {
      text: given.text ?? "",
      blocks: given.blocks ?? [],
      ...(given.metadata && { metadata: given.metadata }),
    };
    if (given.replace_original && original)
      return this.#workspace.change(original, { ...content, edited: true });
    const { channel, user } = this.#where;
    return this.#workspace.add({
      channel,
      user: botUser,
      ...content,
      ...(given.thread_ts !== undefined && { threadTs: given.thread_ts }),
      ...(given.response_type !== "in_channel" && { ephemeralTo: user }),
    });
  }
}

/** Leave to open a modal: for one view, for three seconds. */
export class Triggers {
  readonly #made = new Map<string, { user: string; at: number; used: boolean }>();
  readonly #lifetime: number;

  constructor(lifetime: number) {
    this.#lifetime = lifetime;
  }

  make(user: string): string {
    const id = `${randomId("")}.${randomId("")}`;
    this.#made.set(id, { user, at: Date.now(), used: false });
    return id;
  }

  /** Who may be shown a view, or Slack's error. */
  use(id: string): { user: string } | { error: string } {
    const found = this.#made.get(id);
    if (!found) return { error: "invalid_trigger_id" };
    if (found.used) return { error: "exchanged_trigger_id" };
    if (Date.now() - found.at > this.#lifetime) return { error: "expired_trigger_id" };
    found.used = true;
    return { user: found.user };
  }
}
