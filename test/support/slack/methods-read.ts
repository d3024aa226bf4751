import { z } from "zod";
import {
  joined,
  kindOf,
  known,
  type Method,
  method,
  need,
  needOf,
  type Office,
  SlackError,
  wire,
} from "./method.ts";
import { count, flag, moment, timestamp } from "./schema.ts";
import type { SlackChannel, SlackMessage, SlackUser } from "./types.ts";
import { appId, botId, botUser, fromTs, team } from "./workspace.ts";

const id = z.string().min(1);
const page = { limit: count.pipe(z.int().min(1).max(999)).optional(), cursor: z.string().optional() };
const span = {
  ...page,
  oldest: moment.optional(),
  latest: moment.optional(),
  inclusive: flag.optional(),
  include_all_metadata: flag.optional(),
};
type Span = z.output<z.ZodObject<typeof span>>;

export const readMethods: Readonly<Record<string, Method>> = {
  "auth.test": method({}, ({ token: _ }, { base }) => ({
    url: `${base}/`,
    team: "Papers",
    user: "papers",
    team_id: team,
    user_id: botUser,
    bot_id: botId,
    is_enterprise_install: false,
  })),

  "apps.connections.open": method(
    {},
    (_, { base, ticket }) => ({ url: `${base.replace("http", "ws")}/socket/${ticket()}` }),
    "app",
  ),

  "conversations.info": method({ channel: id, include_num_members: flag.optional() }, (args, office) => {
    const channel = known(office, args.channel);
    needOf(office, channel, "read");
    return { channel: describe(channel) };
  }),

  "conversations.open": method({ users: id, return_im: flag.optional() }, (args, office) => {
    need(office, "im:write");
    if (!office.workspace.user(args.users)) throw new SlackError("user_not_found");
    return { channel: { id: office.workspace.directMessages(args.users) } };
  }),

  "conversations.history": method({ channel: id, ...span }, (args, office) => {
    const channel = joined(office, args.channel);
    needOf(office, channel, "history");
    const all = visible(office, channel.id).filter(({ threadTs }) => threadTs === undefined);
    return cut(all.filter(within(args)).reverse(), args, office, 100);
  }),

  "conversations.replies": method({ channel: id, ts: timestamp, ...span }, (args, office) => {
    const channel = joined(office, args.channel);
    needOf(office, channel, "history");
    const all = visible(office, channel.id);
    const root = all.find(({ ts }) => ts === args.ts);
    if (!root) throw new SlackError("thread_not_found");
    const replies = all.filter(({ threadTs }) => threadTs === root.ts).filter(within(args));
    // The first page begins with the root, whatever span is asked for.
    return cut([root, ...replies], args, office, 999);
  }),

  "users.info": method({ user: id, include_locale: flag.optional() }, (args, office) => {
    need(office, "users:read");
    const user = office.workspace.user(args.user);
    if (!user) throw new SlackError("user_not_found");
    return { user: profile(user) };
  }),

  "users.conversations": method(
    { ...page, types: z.string().optional(), exclude_archived: flag.optional(), user: id.optional() },
    (args, office) => {
      const types = (args.types ?? "public_channel").split(",").map((type) => type.trim());
      if (types.includes("public_channel")) need(office, "channels:read");
      if (types.includes("private_channel")) need(office, "groups:read");
      if (types.includes("im")) need(office, "im:read");
      const found = office.workspace.channels
        .filter((channel) => channel.isMember && !(args.exclude_archived && channel.isArchived))
        .filter((channel) => types.includes(channel.isPrivate ? "private_channel" : "public_channel"));
      const { items, next_cursor } = pageOf(found, args, office, 100);
      return { channels: items.map(describe), response_metadata: { next_cursor } };
    },
  ),

  "reactions.get": method({ channel: id, timestamp, full: flag.optional() }, (args, office) => {
    need(office, "reactions:read");
    const channel = known(office, args.channel);
    const found = visible(office, channel.id).find(({ ts }) => ts === args.timestamp);
    if (!found) throw new SlackError("message_not_found");
    const message = wire(office.workspace, found, { full: args.full ?? false });
    return { type: "message", channel: channel.id, message };
  }),
};

/** What stands in a channel for everyone, in order. */
function visible({ workspace }: Office, channel: string): SlackMessage[] {
  return workspace.messages.filter(
    (message) => message.channel === channel && message.ephemeralTo === undefined,
  );
}

function within({ oldest = "0", latest, inclusive = false }: Span): (message: SlackMessage) => boolean {
  const [from, to] = [fromTs(oldest), latest === undefined ? Number.POSITIVE_INFINITY : fromTs(latest)];
  return ({ ts }) => {
    const at = fromTs(ts);
    return inclusive ? at >= from && at <= to : at > from && at < to;
  };
}

function cut(found: readonly SlackMessage[], args: Span, office: Office, usual: number): object {
  const { items, next_cursor } = pageOf(found, args, office, usual);
  const metadata = args.include_all_metadata ?? false;
  return {
    messages: items.map((message) => wire(office.workspace, message, { metadata })),
    has_more: next_cursor !== "",
    ...(next_cursor !== "" && { response_metadata: { next_cursor } }),
  };
}

/** A page that begins where the cursor says; cursors are words without meaning to the client. */
function pageOf<Item extends { ts?: string; id?: string }>(
  all: readonly Item[],
  { limit, cursor }: { limit?: number | undefined; cursor?: string | undefined },
  { refused }: Office,
  usual: number,
): { items: readonly Item[]; next_cursor: string } {
  const key = ({ ts, id: name }: Item) => Buffer.from(`next:${ts ?? name}`).toString("base64");
  const start = cursor === undefined || cursor === "" ? 0 : all.findIndex((item) => key(item) === cursor);
  if (start < 0) {
    refused.push(`the cursor ${cursor} is not one that was given for this list`);
    throw new SlackError("invalid_cursor");
  }
  const end = start + (limit ?? usual);
  const next = all[end];
  return { items: all.slice(start, end), next_cursor: next ? key(next) : "" };
}

function describe(channel: SlackChannel): object {
  const kind = kindOf(channel);
  return {
    id: channel.id,
    ...(kind !== "im" && { name: channel.name, name_normalized: channel.name }),
    ...(kind === "im" && { user: `U${channel.id.slice(1)}` }),
    is_channel: kind === "channel",
    is_group: kind === "group",
    is_im: kind === "im",
    is_private: channel.isPrivate ?? false,
    is_archived: channel.isArchived ?? false,
    is_member: channel.isMember ?? false,
    context_team_id: team,
  };
}

function profile(user: SlackUser): object {
  return {
    id: user.id,
    team_id: team,
    name: user.name.toLowerCase(),
    real_name: user.name,
    deleted: user.deleted ?? false,
    is_bot: user.isBot ?? false,
    ...(user.isBot && { profile: { display_name: user.name, real_name: user.name, api_app_id: appId } }),
    ...(!user.isBot && {
      tz: user.tz ?? "America/Los_Angeles",
      is_admin: user.isAdmin ?? false,
      is_owner: user.isOwner ?? false,
      profile: { display_name: user.name, real_name: user.name },
    }),
  };
}
