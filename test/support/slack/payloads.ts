import { elementsOf, type SlackElement } from "./blocks.ts";
import { escapeText } from "./text.ts";
import type { SlackMessage, SlackUnfurl, SlackView } from "./types.ts";
import { appId, botUser, randomId, team, type Workspace } from "./workspace.ts";

/** What a member did, as it is written in every payload. */
export interface Deed {
  readonly user: string;
  readonly channel: string;
  readonly responseUrl: string;
  readonly trigger: string;
}

/** Long deprecated; apps that trusted it would trust everyone. */
const verification = randomId("");
const teamOf = { id: team, domain: "papers" };
const nobody = { enterprise: null, is_enterprise_install: false };

export function commandPayload(workspace: Workspace, text: string, deed: Deed): Record<string, string> {
  return {
    token: verification,
    team_id: team,
    team_domain: teamOf.domain,
    channel_id: deed.channel,
    channel_name: workspace.channel(deed.channel)?.name ?? "",
    user_id: deed.user,
    user_name: handleOf(workspace, deed.user),
    command: "/papers",
    text: escapeTyped(workspace, text),
    api_app_id: appId,
    is_enterprise_install: "false",
    response_url: deed.responseUrl,
    trigger_id: deed.trigger,
  };
}

/** What should_escape makes of a text: control characters escaped, names as ids, addresses in angle brackets. */
function escapeTyped(workspace: Workspace, text: string): string {
  return escapeText(text)
    .replace(/https?:\/\/[^\s<>]+/g, "<$&>")
    .replace(/([@#])([\p{L}\d._-]+)/gu, (typed, sign: string, name: string) => {
      const places = sign === "@" ? workspace.users : workspace.channels;
      const found = places.find((place) => place.name.toLowerCase() === name.toLowerCase());
      return found ? `<${sign}${found.id}|${name.toLowerCase()}>` : typed;
    });
}

export interface Pressable {
  readonly element: SlackElement;
  readonly block_id: string;
  readonly action_id: string;
  readonly option?: Extract<SlackElement, { options: unknown }>["options"][number];
}

/** The nth thing with that label or action_id among all that can be pressed or chosen. */
export function findPressable(on: SlackMessage | SlackUnfurl, label: string, nth: number): Pressable {
  const all = on.blocks.flatMap((block, at) =>
    elementsOf(block).flatMap((element, index): Pressable[] => {
      // Slack makes up what the app leaves out.
      const ids = { block_id: block.block_id ?? `b${at}`, action_id: element.action_id ?? `a${index}` };
      if (element.type === "button") return [{ element, ...ids }];
      return element.options.map((option) => ({ element, option, ...ids }));
    }),
  );
  const labelOf = ({ element, option }: Pressable) =>
    option?.text.text ?? (element.type === "button" ? element.text.text : "");
  const found = all.filter((each) => labelOf(each) === label || each.action_id === label)[nth - 1];
  const labels = all.map(labelOf).join(", ");
  if (!found)
    throw new Error(`there is no ${label} to press${nth > 1 ? ` (${nth})` : ""}; there is: ${labels}`);
  return found;
}

export function actionPayload(
  workspace: Workspace,
  on: SlackMessage | SlackUnfurl,
  { element, option, block_id, action_id }: Pressable,
  deed: Deed,
  message: object,
): object {
  const { type, text, value, url } = { text: undefined, value: undefined, url: undefined, ...element };
  const chosen = option ? { selected_option: option } : { text, value, url };
  const at = { message_ts: on.ts, channel_id: on.channel };
  const isUnfurl = "url" in on;
  const isEphemeral = !isUnfurl && on.ephemeralTo !== undefined;
  const unfurl = { type: "message_attachment", attachment_id: 1, ...at, is_ephemeral: false };
  const container = isUnfurl
    ? { ...unfurl, is_app_unfurl: true, app_unfurl_url: on.url }
    : { type: "message", ...at, is_ephemeral: isEphemeral, ...(on.threadTs && { thread_ts: on.threadTs }) };
  return {
    type: "block_actions",
    ...common(workspace, deed),
    container,
    channel: channelOf(workspace, deed.channel),
    // Slack keeps no ephemeral message to send along, and of an unfurl it sends the unfurl.
    ...(isUnfurl && {
      app_unfurl: { id: 1, blocks: on.blocks, app_unfurl_url: on.url, is_app_unfurl: true },
    }),
    ...(!isUnfurl && !isEphemeral && { message }),
    state: { values: {} },
    response_url: deed.responseUrl,
    actions: [{ type, action_id, block_id, ...chosen, action_ts: workspace.newTs() }],
  };
}

export function shortcutPayload(
  workspace: Workspace,
  callbackId: string,
  message: { ts: string },
  deed: Deed,
): object {
  return {
    type: "message_action",
    callback_id: callbackId,
    ...common(workspace, deed),
    channel: channelOf(workspace, deed.channel),
    message_ts: message.ts,
    message,
    response_url: deed.responseUrl,
    action_ts: workspace.newTs(),
  };
}

export function submissionPayload(
  workspace: Workspace,
  view: SlackView,
  shown: object,
  values: Readonly<Record<string, Readonly<Record<string, string>>>>,
  deed: Deed,
): object {
  const state = Object.entries(values).map(([block, actions]) => {
    const inputs = Object.entries(actions).map(([id, value]) => [id, { type: "plain_text_input", value }]);
    return [block, Object.fromEntries(inputs)];
  });
  const given = {
    ...shown,
    id: view.id,
    team_id: team,
    bot_id: botUser,
    state: { values: Object.fromEntries(state) },
  };
  return { type: "view_submission", ...common(workspace, deed), view: given, response_urls: [] };
}

export function eventPayload(event: object, eventId: string): object {
  return {
    token: verification,
    team_id: team,
    api_app_id: appId,
    event,
    type: "event_callback",
    event_id: eventId,
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: team, user_id: botUser, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
    event_context: randomId("EC"),
  };
}

function common(workspace: Workspace, { user, trigger }: Deed): object {
  const name = handleOf(workspace, user);
  return {
    team: teamOf,
    user: { id: user, username: name, name, team_id: team },
    api_app_id: appId,
    token: verification,
    trigger_id: trigger,
    ...nobody,
  };
}

function handleOf(workspace: Workspace, user: string): string {
  return workspace.user(user)?.name.toLowerCase() ?? user;
}

function channelOf(workspace: Workspace, id: string): object {
  return { id, name: workspace.channel(id)?.name ?? "" };
}
