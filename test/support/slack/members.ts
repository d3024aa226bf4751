import { z } from "zod";
import { wire } from "./method.ts";
import { changedEvent, messageEvent } from "./methods-chat.ts";
import { shown } from "./methods-more.ts";
import {
  actionPayload,
  commandPayload,
  findPressable,
  shortcutPayload,
  submissionPayload,
} from "./payloads.ts";
import type { PostOffice } from "./post-office.ts";
import type { Channelled, Triggers } from "./responses.ts";
import type { SlackMembers, SlackMessage, SlackView, Whence } from "./types.ts";
import type { Workspace } from "./workspace.ts";

const submitted = z.strictObject({
  response_action: z.enum(["errors", "update", "push", "clear"]).optional(),
  errors: z.record(z.string(), z.string().min(1)).optional(),
  view: z.unknown().optional(),
});

/** Members who type, press and react. */
export function membersOf(
  workspace: Workspace,
  office: PostOffice,
  triggers: Triggers,
  refused: string[],
): SlackMembers {
  const begin = (where: Channelled) => {
    const response = office.respondTo(where);
    const { user, channel } = where;
    return { response, deed: { user, channel, responseUrl: response.url, trigger: triggers.make(user) } };
  };
  const write = (
    text: string,
    { user = "U1", channel = "C1", threadTs }: Whence & { threadTs?: string } = {},
  ) => {
    const thread = threadTs === undefined ? {} : { threadTs };
    const root = workspace.find(channel, threadTs ?? "");
    if (threadTs !== undefined && (!root || root.threadTs !== undefined))
      throw new Error(`no thread hangs on ${threadTs} in ${channel}`);
    const message = workspace.add({ channel, user, text, blocks: [], ...thread });
    office.announce(messageEvent({ workspace }, message));
    return message;
  };
  const rewrite = (message: SlackMessage, text: string) => {
    const changed = workspace.change(message, { text, edited: true });
    office.announce(changedEvent({ workspace }, message, changed));
    return changed;
  };
  const reacted =
    (there: boolean) =>
    async (message: SlackMessage, name: string, { user = "U1" } = {}) => {
      workspace.react(message, name, user, there);
      const item = { type: "message", channel: message.channel, ts: message.ts };
      const type = there ? "reaction_added" : "reaction_removed";
      const event_ts = workspace.newTs();
      return office.event({ type, user, reaction: name, item, item_user: message.user, event_ts });
    };

  return {
    write,
    rewrite,
    react: reacted(true),
    unreact: reacted(false),
    reactSilently: (message, name, user = "U1") => void workspace.react(message, name, user, true),
    unreactSilently: (message, name, user = "U1") => void workspace.react(message, name, user, false),

    command: async (text, { user = "U1", channel = "C1" } = {}) => {
      const { response, deed } = begin({ user, channel });
      const payload = commandPayload(workspace, text, deed);
      return office.deed("slash_commands", payload, `/papers ${text}`, response, (ack) =>
        response.acked(ack),
      );
    },

    press: async (on, label, { user = "U1", nth = 1 } = {}) => {
      const isUnfurl = "url" in on;
      const now = isUnfurl ? on : workspace.find(on.channel, on.ts);
      if (!now) throw new Error("the message is gone");
      const found = findPressable(now, label, nth);
      const { response, deed } = begin({
        user,
        channel: on.channel,
        ...(!("url" in now) && { original: now }),
      });
      const message = "url" in now ? {} : wire(workspace, now);
      const payload = actionPayload(workspace, now, found, deed, message);
      return office.deed("interactive", payload, `the button ${label}`, response);
    },

    shortcut: async (callbackId, on, from = {}) => {
      const found = on.ts === undefined ? undefined : workspace.find(on.channel ?? "C1", on.ts);
      const message = found ?? write(on.text, on);
      const { response, deed } = begin({ user: from.user ?? "U1", channel: message.channel });
      const told = { ts: message.ts, ...wire(workspace, message) };
      const payload = shortcutPayload(workspace, callbackId, told, deed);
      return office.deed("interactive", payload, `the shortcut ${callbackId}`, response);
    },

    submit: async (view, values = {}, { user = view.user } = {}) => {
      const deed = { user, channel: "", responseUrl: "", trigger: triggers.make(user) };
      const payload = submissionPayload(workspace, view, shown(view), values, deed);
      const onAck = (ack: unknown) => close(workspace, view, ack, refused);
      return office.deed("interactive", payload, `the modal ${view.id}`, undefined, onAck);
    },
  };
}

/** A modal closes when its submission is acked, unless the ack finds fault or shows another. */
function close(workspace: Workspace, view: SlackView, ack: unknown, refused: string[]): void {
  const read = submitted.safeParse(ack ?? {});
  if (!read.success) refused.push(`the ack of a modal: ${z.prettifyError(read.error)}`);
  const index = workspace.views.findIndex(({ id }) => id === view.id);
  const stays = read.data?.response_action !== undefined && read.data.response_action !== "clear";
  if (index >= 0 && !stays) workspace.views.splice(index, 1);
}
