/** What somebody in a channel can do where Slack does not let the bot post there. @param name the bot's */
export function adviceFor(code: string, channel: string, name: string): string | undefined {
  // An app cannot be invited to what two people say to each other.
  if (isUnknown.test(code) && channel.startsWith("D"))
    return `Only the two of you can post here. Use a channel, and invite me with /invite @${name}; or write to me directly.`;
  // Some group messages have ids like private channels.
  if (isUnknown.test(code) && channel.startsWith("G"))
    return `Invite me with /invite @${name}, then try again. A group message has to become a private channel first.`;
  return advice.find(([pattern]) => pattern.test(code))?.[1].replaceAll("{name}", name);
}

const isUnknown = /^(?:not_in_channel|channel_not_found)$/;
// https://docs.slack.dev/reference/methods/chat.postMessage#errors
const advice: readonly (readonly [RegExp, string])[] = [
  [isUnknown, "Invite me with /invite @{name}, then try again."],
  [/^is_archived$/, "This channel is archived: unarchive it in its settings, or use another channel."],
  [
    /^(?:restricted_action|no_permission|not_allowed)/,
    "Only some may post here: ask a workspace admin to let @{name}, or use another channel.",
  ],
  [/^messages_tab_disabled$/, "Whoever runs Paperboy: switch on the Messages Tab under App Home."],
  [/^slack_connect_/, "This channel is shared with others who do not let me post: use another channel."],
  [/^ekm_access_denied$/, "Your workspace admins keep me out of this channel: use another one."],
  [/^(?:cannot_dm_bot|user_not_found|user_disabled|cant_)/, "I cannot write there: use another channel."],
];
