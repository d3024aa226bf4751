import type { PartKey } from "../chat/adapter.ts";
import type { ChannelId, CommandIncoming, PostId, Reply } from "../chat/incoming.ts";
import { type Message, say } from "../chat/message.ts";
import type { Sleep } from "../clock.ts";
import { DeliveryError, reasonOf, UserError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import type { Answer } from "./command.ts";

/** How the bot speaks of its own accord on the platform that a channel belongs to; absent where none is connected, as on the command line. */
export interface Speaking {
  readonly post?: (channel: ChannelId, message: Message, key?: PartKey) => Promise<PostId>;
  /** Whether what was posted with a key since a moment is there. */
  readonly find?: (channel: ChannelId, key: PartKey, since: Date) => Promise<PostId | "absent" | "unknown">;
  readonly edit?: (post: PostId, message: Message) => Promise<void>;
  /** Between two looks for a post; where it is absent, there is one. */
  readonly sleep?: Sleep;
}

/** What became of a post: it is there; it is not, and why; or nobody can tell. */
type Announced =
  | { readonly post: PostId }
  | { readonly refusal: DeliveryError }
  | { readonly post: undefined; readonly refusal: undefined };

/** Milliseconds before each further look: a request that was given up may still be carried out. */
const looks = [0, 2000, 5000, 10_000];
/** Milliseconds by which a platform's clock may be behind ours. */
const clockError = 3_600_000;

/**
 * Posts an answer to the channel and then makes the change it tells of: a subscription has proved by then that posting works. What the
 * channel reads and what is set stay the same, also where it is long uncertain whether the post is there.
 * @param record takes note of what the post shows
 * @returns the answer where no platform is connected, or where the channel cannot be posted to but nothing depends on it
 */
export async function announce(
  { message, proves, commit }: Answer,
  incoming: CommandIncoming,
  deps: Speaking & { readonly logger: Logger },
  record: (post: PostId) => Promise<void>,
): Promise<Reply | undefined> {
  const { post, logger } = deps;
  if (!post) {
    await commit?.();
    return { to: "channel", message };
  }
  const announced = await announceThere(message, incoming, { ...deps, post });
  if ("refusal" in announced) {
    const { refusal } = announced;
    if (refusal && proves) {
      if (refusal.maybePosted) takeBackIfLate(incoming, deps, logger).catch(() => {});
      throw new UserError(sayUnposted(refusal));
    }
    await commit?.();
    return { to: "user", message: refusal ? message : inDoubt(message) };
  }
  try {
    await record(announced.post);
    await commit?.();
  } catch (error) {
    await takeBack(announced.post, deps, logger);
    throw error;
  }
  return undefined;
}

/** Posts to a channel; where no answer came, the platform is asked whether the post is there. */
async function announceThere(
  message: Message,
  { id, channel, at }: Pick<CommandIncoming, "id" | "channel" | "at">,
  { post, ...speaking }: Speaking & Required<Pick<Speaking, "post">>,
): Promise<Announced> {
  const key = keyOf(channel, id);
  try {
    return { post: await post(channel, message, key) };
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    if (!error.maybePosted) return { refusal: error };
    const found = await look(channel, key, new Date(at.getTime() - clockError), speaking);
    if (found === "unknown") return { post: undefined, refusal: undefined };
    return found === "absent" ? { refusal: error } : { post: found };
  }
}

async function look(
  channel: ChannelId,
  key: PartKey,
  since: Date,
  { find, sleep }: Speaking,
): Promise<PostId | "absent" | "unknown"> {
  let last: "absent" | "unknown" = "unknown";
  for (const wait of find ? looks : []) {
    if (wait > 0) {
      if (!sleep) break;
      await sleep(wait);
    }
    try {
      const found = (await find?.(channel, key, since)) ?? "unknown";
      if (found !== "absent") return found;
      last = found;
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      last = "unknown";
    }
  }
  return last;
}

const unkept = "This could not be kept, so nothing was changed. Try again in a minute.";
const tooLate = "This message came too late, so it changed nothing. What holds: /papers settings";
/** Milliseconds after which nobody carries out a request any more that was given up. */
const latest = 60_000;

/** What everybody reads that did not become true is taken back where they read it. Never rejects. */
async function takeBack(post: PostId, { edit }: Speaking, logger: Logger, note = unkept): Promise<void> {
  try {
    await edit?.(post, say(note));
  } catch (error) {
    logger.warn({ post, reason: reasonOf(error) }, "a confirmation that is not true could not be taken back");
  }
}

/** The same for a post that was not there whenever it was looked for, should it come after all. Never rejects. */
async function takeBackIfLate(
  { id, channel, at }: Pick<CommandIncoming, "id" | "channel" | "at">,
  speaking: Speaking,
  logger: Logger,
): Promise<void> {
  const { find, sleep } = speaking;
  if (!find || !sleep) return;
  try {
    await sleep(latest);
    const found = await find(channel, keyOf(channel, id), new Date(at.getTime() - clockError));
    if (found !== "absent" && found !== "unknown") await takeBack(found, speaking, logger, tooLate);
  } catch (error) {
    logger.debug({ channel, reason: reasonOf(error) }, "a late confirmation could not be looked for");
  }
}

const keyOf = (channel: ChannelId, id: string): PartKey => `${channel} answer ${id}`;

/** The sentence for whoever asked, where their channel may or may not have been told. */
function inDoubt(message: Message): Message {
  const doubt = "This is done, but the message to this channel may not have arrived.";
  return { ...message, note: [message.note, doubt].filter(Boolean).join(" ") };
}

function sayUnposted({ message, mend, retry, maybePosted }: DeliveryError): string {
  if (maybePosted)
    return `That could not be posted, so nothing was changed: ${message}. Try again in a minute.`;
  return `I cannot post here (${message}), so nothing was changed. ${mend ?? (retry ? "Try again in a minute." : "Let me in, and try again.")}`;
}

/** One after the other for each channel: of two changes at once the second has to see what the first made. */
export function createInTurn(): <T>(channel: ChannelId, work: () => Promise<T>) => Promise<T> {
  const last = new Map<ChannelId, Promise<unknown>>();
  return async (channel, work) => {
    const before = last.get(channel);
    const mine = (before ?? Promise.resolve()).then(work, work);
    last.set(channel, mine);
    try {
      return await mine;
    } finally {
      if (last.get(channel) === mine) last.delete(channel);
    }
  };
}
