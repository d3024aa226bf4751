import type { App, types } from "@slack/bolt";
import type { Incoming, RemovedIncoming } from "../../src/chat/incoming.ts";
import type { Clock } from "../../src/clock.ts";
import type { Asked, Shared } from "./answer.ts";
import { meaningOf, splitTone } from "./emoji.ts";
import { channelId } from "./ids.ts";
import {
  instantOf,
  isReply,
  toCommand,
  toEmoji,
  toLinks,
  toMenu,
  toNamed,
  toReaction,
  toReplied,
  type Where,
} from "./listen.ts";
import { type Member, unhurried, unknownMember } from "./people.ts";

export interface EarsDeps {
  readonly clock: Clock;
  readonly team: string;
  readonly botUser: string;
  readonly saveNames: readonly string[];
  readonly adminsOnly: boolean;
  /** @param within milliseconds until the person is called what is known anyway */
  who(team: string, user: string, name?: string, within?: number): Promise<Member>;
  /** Works on something after it was acknowledged. Never rejects. */
  hold(work: () => Promise<void>): void;
  /** Hands what happened to the core and says what it answers. */
  answer(incoming: Incoming, to: { readonly asked?: Asked; readonly shared?: Shared }): Promise<void>;
  /** Notes that an event of this type came, as the manifest calls it. */
  heard(type: string): void;
  /** The app is no longer installed. */
  removed(incoming: RemovedIncoming): Promise<void>;
}

type ReactionEvent = types.ReactionAddedEvent | types.ReactionRemovedEvent;
type Ack = (() => Promise<void>) | undefined;

/** Listens to everything that the app is told. Slack is acknowledged first, whatever the core is doing. */
export function listenTo(app: App, deps: EarsDeps): void {
  hearCommands(app, deps);
  hearMenu(app, deps);
  hearReactions(app, deps);
  hearReplies(app, deps);
  hearLinks(app, deps);
  hearComing(app, deps);
  hearGoing(app, deps);
}

/** Acknowledges, then works. An acknowledgement that does not get through makes Slack tell again, which the id shows. */
function take({ hold }: EarsDeps, ack: Ack, work: () => Promise<void>): Promise<void> {
  const acknowledged = ack?.().catch(() => {}) ?? Promise.resolve();
  hold(() => acknowledged.then(work));
  return acknowledged;
}

async function whereIn(
  deps: EarsDeps,
  channel: string,
  user: string,
  name?: string,
  within?: number,
): Promise<Where> {
  const { team, adminsOnly } = deps;
  return { team, channel, member: await deps.who(team, user, name, within), adminsOnly };
}

function hearCommands(app: App, deps: EarsDeps): void {
  app.command(/^\//, ({ ack, command }) =>
    take(deps, ack, async () => {
      const { channel_id: channel, user_id: user, user_name: name, response_url: responseUrl } = command;
      const where = await whereIn(deps, channel, user, name);
      const when = { id: command.trigger_id, at: deps.clock() };
      await deps.answer(toCommand("command", command.text ?? "", where, when), {
        asked: { channel, user, responseUrl },
      });
    }),
  );
  app.action({ type: "block_actions" }, ({ ack, body, action }) =>
    take(deps, ack, async () => {
      const channel = body.channel?.id ?? body.container.channel_id;
      if (action.type !== "button" || !action.value || !channel) return;
      const { id: user, name } = body.user;
      const where = await whereIn(deps, channel, user, name);
      const when = { id: `${body.trigger_id} ${action.action_ts}`, at: deps.clock() };
      await deps.answer(toCommand("button", action.value, where, when), {
        asked: { channel, user, responseUrl: body.response_url },
      });
    }),
  );
}

function hearMenu(app: App, deps: EarsDeps): void {
  app.shortcut({ type: "message_action", callback_id: "save_paper" }, ({ ack, shortcut }) =>
    take(deps, ack, async () => {
      const { channel, user, message, response_url: responseUrl, trigger_id: id } = shortcut;
      const where = await whereIn(deps, channel.id, user.id, user.name);
      await deps.answer(toMenu(message, where, { id, at: deps.clock() }), {
        asked: { channel: channel.id, user: user.id, responseUrl },
      });
    }),
  );
}

function hearReactions(app: App, deps: EarsDeps): void {
  for (const type of ["reaction_added", "reaction_removed"] as const) {
    app.event(type, ({ event, body }) =>
      take(deps, undefined, async () => {
        deps.heard(type);
        if (event.item.type === "message") await tellReaction(event, body.event_id, deps);
      }),
    );
  }
}

/** Slack tells of reactions to everybody's messages. Only the bot's can be saved by; whose it is, Slack does not always say. */
async function tellReaction(event: ReactionEvent, id: string, deps: EarsDeps): Promise<void> {
  const { user, reaction, item_user: author } = event;
  const { channel, ts } = event.item;
  const isOurs = author === undefined ? undefined : author === deps.botUser;
  const to = { ts, added: event.type === "reaction_added", isOurs };
  const when = { id, at: instantOf(event.event_ts, deps.clock()) };
  const [name, tone] = splitTone(reaction);
  const means = meaningOf(reaction, deps.saveNames);
  if (means === undefined) {
    // There may be a thousand in a second, and only how many people it were counts: nobody's profile is asked for.
    const { team, adminsOnly } = deps;
    const where = { team, channel, member: unknownMember(team, user), adminsOnly };
    await deps.answer(toEmoji(name, to, where, when), {});
  } else if (isOurs !== false) {
    const where = await whereIn(deps, channel, user);
    await deps.answer(toReaction(means, tone, to, where, when), { asked: { channel, user } });
    // A save waits for nobody's profile; the name follows.
    if (where.member.name === user) await tellName(channel, user, id, deps);
  }
}

async function tellName(channel: string, user: string, id: string, deps: EarsDeps): Promise<void> {
  const where = await whereIn(deps, channel, user, undefined, unhurried);
  if (where.member.name === user) return;
  await deps.answer(toNamed(where, { id: `name ${id}`, at: deps.clock() }), {});
}

/** Slack tells every message of the channels that the bot is in: only that somebody answered in a thread goes further. */
function hearReplies(app: App, deps: EarsDeps): void {
  app.event("message", async ({ event }) => {
    deps.heard(`message.${event.channel_type}s`);
    if (!isReply(event, deps.botUser)) return;
    await take(deps, undefined, async () => {
      const where = await whereIn(deps, event.channel, event.user);
      await deps.answer(toReplied(event, where, deps.clock()), {});
    });
  });
}

function hearLinks(app: App, deps: EarsDeps): void {
  app.event("link_shared", ({ event, body }) =>
    take(deps, undefined, async () => {
      deps.heard("link_shared");
      const { channel, user, message_ts: ts, unfurl_id, source } = event;
      const isDraft = source === "composer";
      const isElsewhere = "is_bot_user_member" in event && event.is_bot_user_member === false;
      if (isElsewhere && !isDraft) return;
      const links = event.links.map(({ url }) => url);
      const where = await whereIn(deps, channel, user);
      const at = isDraft && unfurl_id ? { unfurl_id, source: "composer" as const } : { channel, ts };
      const when = { id: body.event_id, at: deps.clock() };
      await deps.answer(toLinks(links, isDraft ? undefined : ts, where, when), { shared: { links, at } });
    }),
  );
}

function hearComing(app: App, deps: EarsDeps): void {
  app.event("member_joined_channel", ({ event, body }) =>
    take(deps, undefined, async () => {
      deps.heard("member_joined_channel");
      if (event.user !== deps.botUser) return;
      const channel = channelId(deps.team, event.channel);
      await deps.answer({ kind: "joined", id: `slack ${body.event_id}`, at: deps.clock(), channel }, {});
    }),
  );
}

function hearGoing(app: App, deps: EarsDeps): void {
  const removed = (id: string, reason: string): Promise<void> =>
    deps.removed({
      kind: "removed",
      id: `slack ${id}`,
      at: deps.clock(),
      team: `slack:${deps.team}`,
      reason,
    });
  // Of an app that several workspaces have installed, each socket may be told of all of them.
  const isOurs = ({ team_id: team }: { readonly team_id?: string }): boolean =>
    team === undefined || team === deps.team;
  app.event("app_uninstalled", ({ body }) =>
    take(deps, undefined, async () => {
      if (isOurs(body)) await removed(body.event_id, "Paperboy was uninstalled from this workspace");
    }),
  );
  app.event("tokens_revoked", ({ event, body }) =>
    take(deps, undefined, async () => {
      if (isOurs(body) && event.tokens?.bot?.length)
        await removed(body.event_id, "Paperboy's token for this workspace was revoked");
    }),
  );
}
