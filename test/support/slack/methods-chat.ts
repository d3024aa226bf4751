import { z } from "zod";
import { blocksOf } from "./blocks.ts";
import {
  kindOf,
  known,
  type Method,
  method,
  need,
  type Office,
  rootOf,
  SlackError,
  wire,
  writable,
} from "./method.ts";
import { flag, messageText, metadata, off, timestamp } from "./schema.ts";
import { tooMany } from "./strings.ts";
import type { SlackMessage } from "./types.ts";
import { appId, botId, botUser } from "./workspace.ts";

const id = z.string().min(1);
const content = {
  channel: id,
  text: messageText,
  blocks: blocksOf(50).optional(),
  parse: z.literal("none").optional(),
};
const thread_ts = timestamp.optional();

const updated = {
  ...content,
  ts: timestamp,
  text: messageText.refine(({ length }) => length <= 4000, tooMany),
  // The default makes links, channels and people of the text.
  parse: z.literal("none"),
  metadata: metadata.optional(),
};

const unfurl = z.strictObject({
  blocks: blocksOf(50).refine(
    (blocks) => blocks.every(({ type }) => type !== "rich_text"),
    "an unfurl takes no rich_text",
  ),
  color: z.string().optional(),
});

export const chatMethods: Readonly<Record<string, Method>> = {
  "chat.postMessage": method(
    {
      ...content,
      thread_ts,
      reply_broadcast: flag.optional(),
      metadata: metadata.optional(),
      // The default looks at every link and adds pictures to a list of links.
      unfurl_links: off,
      unfurl_media: off,
    },
    (args, office) => {
      need(office, "chat:write");
      const channel = writable(office, args.channel);
      rootOf(office, channel.id, args.thread_ts);
      const posted = office.workspace.add({
        channel: channel.id,
        user: botUser,
        text: args.text,
        blocks: args.blocks ?? [],
        ...(args.thread_ts !== undefined && { threadTs: args.thread_ts }),
        ...(args.metadata && { metadata: args.metadata }),
      });
      if (args.metadata) {
        const key = String(args.metadata.event_payload.part);
        office.posts.push({ key, content: { text: args.text, blocks: args.blocks ?? [] } });
      }
      office.emit({ ...messageEvent(office, posted), bot_id: botId, app_id: appId });
      const message = wire(office.workspace, posted, { metadata: true });
      return { channel: channel.id, ts: posted.ts, message };
    },
  ),

  "chat.postEphemeral": method({ ...content, user: id, thread_ts }, (args, office) => {
    need(office, "chat:write");
    const channel = writable(office, args.channel);
    rootOf(office, channel.id, args.thread_ts);
    if (!office.workspace.user(args.user)) throw new SlackError("user_not_in_channel");
    const { ts } = office.workspace.add({
      channel: channel.id,
      user: botUser,
      text: args.text,
      blocks: args.blocks ?? [],
      ephemeralTo: args.user,
      ...(args.thread_ts !== undefined && { threadTs: args.thread_ts }),
    });
    return { message_ts: ts };
  }),

  "chat.update": method(updated, (args, office) => {
    need(office, "chat:write");
    const before = own(office, args.channel, args.ts, "cant_update_message");
    if (office.workspace.channel(before.channel)?.isArchived) throw new SlackError("is_inactive");
    // Metadata that is not given stays; blocks that are not given beside a text do not (chat.update).
    const changed = office.workspace.change(before, {
      text: args.text,
      edited: true,
      blocks: args.blocks ?? [],
      ...(args.metadata && { metadata: args.metadata }),
    });
    office.emit(changedEvent(office, before, changed));
    return { channel: args.channel, ts: args.ts, text: args.text, message: wire(office.workspace, changed) };
  }),

  "chat.delete": method({ channel: id, ts: timestamp }, (args, office) => {
    need(office, "chat:write");
    const gone = own(office, args.channel, args.ts, "cant_delete_message");
    office.workspace.remove(gone);
    office.emit({ ...hiddenEvent(office, gone, "message_deleted"), deleted_ts: gone.ts });
    return { channel: args.channel, ts: args.ts };
  }),

  "chat.unfurl": method(
    {
      channel: id.optional(),
      ts: timestamp.optional(),
      unfurl_id: id.optional(),
      source: z.enum(["composer", "conversations_history"]).optional(),
      unfurls: z.record(z.url({ protocol: /^https?$/ }), unfurl),
    },
    (args, office) => {
      need(office, "links:write");
      const key = args.unfurl_id ?? `${args.channel} ${args.ts}`;
      const shared = office.workspace.shared.get(key);
      if (!shared) throw wrong(office, "cannot_unfurl_message", `no link was shared in ${key}`);
      for (const [url, { blocks }] of Object.entries(args.unfurls)) {
        if (!shared.urls.includes(url))
          throw wrong(office, "cannot_unfurl_url", `${url} was not shared in ${key}`);
        office.workspace.unfurls.push({ channel: shared.channel, ts: shared.ts, url, blocks });
      }
      return {};
    },
  ),
};

function wrong({ refused }: Office, code: string, why: string): SlackError {
  refused.push(`chat.unfurl: ${why}`);
  return new SlackError(code);
}

/** A message of the bot's own, which it may change. */
function own(office: Office, channel: string, ts: string, otherwise: string): SlackMessage {
  const found = office.workspace.find(known(office, channel).id, ts);
  if (!found || found.ephemeralTo !== undefined) throw new SlackError("message_not_found");
  if (found.user !== botUser) throw new SlackError(otherwise);
  return found;
}

/** The event that a new message makes. */
export function messageEvent({ workspace }: Pick<Office, "workspace">, message: SlackMessage) {
  const place = workspace.channel(message.channel);
  const channel_type = place ? kindOf(place) : "channel";
  const told = wire(workspace, message) as { type: "message" };
  return { ...told, channel: message.channel, channel_type, event_ts: message.ts };
}

/** The event that an edit makes: who wrote the message stands within. */
export function changedEvent(office: Pick<Office, "workspace">, before: SlackMessage, after: SlackMessage) {
  const [previous_message, message] = [before, after].map((one) => wire(office.workspace, one));
  return { ...hiddenEvent(office, after, "message_changed"), message, previous_message };
}

function hiddenEvent(office: Pick<Office, "workspace">, message: SlackMessage, subtype: string) {
  const { type, channel, channel_type } = messageEvent(office, message);
  const ts = office.workspace.newTs();
  return { type, subtype, hidden: true, channel, channel_type, ts, event_ts: ts };
}
