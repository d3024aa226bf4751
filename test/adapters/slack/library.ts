import { setTimeout as wait } from "node:timers/promises";
import * as limits from "../../../adapters/slack/limits.ts";
import { summaries } from "../../../src/bot/bot.ts";
import { composeLine } from "../../../src/chat/line.ts";
import type { Sent, SlackMessage, SlackUser } from "../../support/slack/types.ts";
import { team } from "../../support/slack/workspace.ts";
import { type SlackScene, useSlack } from "../../support/slack-scene.ts";
import type { Asked, Library, Sight, Stage } from "../library.ts";
import { contract } from "./contract.ts";

const home = `slack:${team}` as const;
const channel = "C1";
const someUsers: readonly SlackUser[] = [
  { id: "U1", name: "Ana", tz: "Europe/Berlin" },
  { id: "U2", name: "Li", tz: "Asia/Tokyo" },
  { id: "U3", name: "Noor", tz: "America/New_York" },
  { id: "U4", name: "Kim" },
];
const keycaps = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
/** As Slack calls them. */
const names: Readonly<Record<string, string>> = {
  ...Object.fromEntries(keycaps.map((name, i) => [`${i + 1}️⃣`, name])),
  ...{ "🔟": "keycap_ten", "🔖": "bookmark", "👍": "+1" },
};
const pace = {
  channel: limits.channelSpacing,
  workspace: limits.workspaceSpacing,
  edit: limits.tier3Spacing,
  patience: limits.turnPatience,
  request: limits.requestTimeout,
};

export const library: Library = {
  platform: "slack",
  use() {
    const open = useSlack();
    return async ({ bot, clock, memory: keeping, crowd, isNew, atItsPace }) => {
      const users = [...someUsers, ...crowd.map((name, i) => ({ id: `U${1000 + i}`, name }))];
      const how = { bot, clock, keeping, slack: { users, clock }, ...(atItsPace && { pace }) };
      const scene = await open(how);
      const joined = { type: "member_joined_channel", user: scene.slack.botUser, channel, channel_type: "C" };
      if (isNew) await scene.slack.event({ ...joined, team, inviter: "U1" });
      return stageOf(scene, users);
    };
  },
};

function sightOf({
  channel: where,
  ts,
  blocks,
  text,
}: Pick<SlackMessage, "channel" | "ts" | "blocks" | "text">): Sight {
  const texts = blocks.length > 0 ? contract.texts({ blocks }) : [text];
  return { id: `${home}/${where}/${ts}`, text: texts.join("\n") };
}

function stageOf(scene: SlackScene, users: readonly SlackUser[]): Stage {
  const { slack } = scene;
  const idOf = (who: string): string => {
    const found = users.find(({ name }) => name === who);
    if (!found) throw new Error(`nobody is called ${who}`);
    return found.id;
  };
  const directOf = (who: string): string => `D${idOf(who).slice(1)}`;
  const find = ({ id }: Pick<Sight, "id">): SlackMessage => {
    const found = slack.messages.find((one) => id === `${home}/${one.channel}/${one.ts}`);
    if (!found) throw new Error(`the message ${id} is gone`);
    return found;
  };
  const asked = (sent: Sent): Asked => ({ answer: async () => sightOf(await sent.answer()) });
  const react = (how: "react" | "unreact") => async (on: Sight, emoji: string, who: string) => {
    const sent = await slack[how](find(on), names[emoji] ?? "", { user: idOf(who) });
    await wait(2);
    return { again: async () => void (await slack.resend(sent)) };
  };
  const isBots = ({ user }: SlackMessage): boolean => user === slack.botUser;
  const isIn = (where: string) => (one: SlackMessage) => isBots(one) && one.channel === where;

  return {
    get adapter() {
      return scene.adapter;
    },
    team: home,
    channel: `${home}/${channel}`,
    idOf: (who) => `${home}/${idOf(who)}`,
    directTeam: () => home,

    async type(command, values, who, direct) {
      const summary = summaries.find(({ name }) => name === command);
      if (!summary) throw new Error(`there is no command ${command}`);
      const from = { user: idOf(who), channel: direct ? directOf(who) : channel };
      return asked(await slack.command(composeLine(summary, values), from));
    },
    press: async (on, label, who, nth = 1) =>
      asked(await slack.press(find(on), label, { user: idOf(who), nth })),
    async menu(on, who) {
      const { ts, text } = find(on);
      return asked(await slack.shortcut("save_paper", { ts, text, channel }, { user: idOf(who) }));
    },
    async write(text, who) {
      const user = idOf(who);
      const message = slack.write(text, { user });
      const links = (text.match(/https?:\S+/g) ?? []).map((url) => ({ domain: new URL(url).host, url }));
      const at = { channel, message_ts: message.ts, unfurl_id: `${channel}.${message.ts}` };
      const shared = { type: "link_shared", user, ...at, is_bot_user_member: true, links };
      if (links.length > 0) await slack.event({ ...shared, source: "conversations_history" });
      return sightOf(message);
    },
    async reply(on, text, who) {
      slack.write(text, { user: idOf(who), threadTs: find(on).ts });
    },
    react: react("react"),
    unreact: react("unreact"),
    reactUnseen: (on, emoji, who) => slack.reactSilently(find(on), names[emoji] ?? "", idOf(who)),
    unreactUnseen: (on, emoji, who) => slack.unreactSilently(find(on), names[emoji] ?? "", idOf(who)),

    see: (message) => sightOf(find(message)),
    inChannel: () => slack.messages.filter((one) => isIn(channel)(one) && !one.ephemeralTo).map(sightOf),
    seenBy(who) {
      const mine = (one: SlackMessage): boolean => (one.ephemeralTo ?? idOf(who)) === idOf(who);
      const places = [channel, directOf(who)];
      const written = slack.messages.filter(
        (one) => isBots(one) && places.includes(one.channel) && mine(one),
      );
      return [...written.map(sightOf), ...slack.unfurls.map((one) => sightOf({ ...one, text: "" }))];
    },
    directMessages: (who) => slack.messages.filter(isIn(directOf(who))).map(sightOf),
    besideLinks: (of) =>
      slack.unfurls.filter(({ ts }) => ts === find(of).ts).map((one) => sightOf({ ...one, text: "" })),
    files: (who) => slack.files.filter((file) => file.channel === directOf(who)),
    edits: () =>
      slack.calls
        .filter(({ method }) => method === "chat.update")
        .map(({ args, at }) => ({ id: `${home}/${args.channel}/${args.ts}`, at })),

    nextPost: (fate) => slack.next("chat.postMessage", fate),
    limitEdit: () => slack.next("chat.update", { retryAfter: 1 }),
    startAgain: () => scene.restart(),
    async takeOut() {
      await slack.event({ type: "app_uninstalled" });
      slack.revoke();
    },
    async bringBack() {
      slack.install();
      await scene.restart();
    },
  };
}
