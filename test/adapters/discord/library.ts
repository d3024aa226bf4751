import { setTimeout as wait } from "node:timers/promises";
import { botId, channelIds, guildId, newId, userIds } from "../../support/discord/ids.ts";
import type { DiscordMessage, DiscordUser, Json, Sent } from "../../support/discord/types.ts";
import { type DiscordScene, useDiscord } from "../../support/discord-scene.ts";
import type { Asked, Library, Sight, Stage } from "../library.ts";
import { contract } from "./contract.ts";

const team = `discord:${guildId}` as const;
const someUsers: readonly DiscordUser[] = [
  { id: userIds.ana, name: "Ana", permissions: ["ManageChannels"] },
  { id: userIds.li, name: "Li" },
  { id: userIds.noor, name: "Noor" },
];

export const library: Library = {
  platform: "discord",
  use() {
    const open = useDiscord();
    return async ({ bot, clock, memory: keeping, crowd, isNew }) => {
      const members = [...someUsers, ...["Kim", ...crowd].map((name) => ({ id: newId(), name }))];
      const channels = [{ id: channelIds.general, name: "general" }];
      // A server without a system channel is not greeted.
      const place = isNew ? { systemChannel: channelIds.general } : {};
      const guilds = [{ id: guildId, name: "Readers", channels, members, ...place }];
      // Otherwise nobody's links are told.
      const env = { DISCORD_MESSAGE_CONTENT: "on" };
      const room = await open({ bot, clock, keeping, env, discord: { guilds, messageContent: true } });
      return stageOf(room, members);
    };
  },
};

const idIn = ({ guildId: guild, channelId, id }: DiscordMessage, user = ""): string =>
  `discord:${guild ?? user}/${channelId}/${id}`;

function stageOf(scene: DiscordScene, members: readonly DiscordUser[]): Stage {
  const { discord } = scene;
  const idOf = (who: string): string => {
    const found = members.find(({ name }) => name === who);
    if (!found) throw new Error(`nobody is called ${who}`);
    return found.id;
  };
  const sightOf = (message: DiscordMessage): Sight => ({
    id: idIn(message),
    text: [message.content, ...contract.texts(message)].filter(Boolean).join("\n"),
  });
  const find = ({ id }: Pick<Sight, "id">): DiscordMessage => {
    const found = discord.messages.find((one) => id.endsWith(`/${one.id}`));
    if (!found) throw new Error(`the message ${id} is gone`);
    return found;
  };
  const asked = (sent: Sent): Asked => ({ answer: async () => sightOf(await sent.answer()) });
  const react = (how: "react" | "unreact") => async (on: Sight, emoji: string, who: string) => {
    const message = find(on);
    await discord[how](message, emoji, { user: idOf(who) });
    await wait(2);
    const what = { user_id: idOf(who), channel_id: message.channelId, message_id: message.id };
    const told: Json = { ...what, emoji: { id: null, name: emoji }, burst: false, type: 0 };
    const at = message.guildId === undefined ? {} : { guild_id: message.guildId };
    const event = `MESSAGE_REACTION_${how === "react" ? "ADD" : "REMOVE"}`;
    return { again: async () => discord.event(event, { ...told, ...at }) };
  };
  const isBots = ({ authorId }: DiscordMessage): boolean => authorId === botId;
  const isPublic = (one: DiscordMessage): boolean =>
    isBots(one) && one.guildId !== undefined && one.ephemeralTo === undefined;
  const whispered = (who: string): DiscordMessage[] =>
    discord.messages.filter(({ ephemeralTo }) => ephemeralTo === idOf(who));
  const direct = (who: string): readonly DiscordMessage[] => discord.direct(idOf(who)).filter(isBots);

  return {
    get adapter() {
      return scene.adapter;
    },
    team,
    channel: `${team}/${channelIds.general}`,
    idOf: (who) => `${team}/${idOf(who)}`,
    directTeam: (who) => `discord:${idOf(who)}`,

    async type(subcommand, values, who, isDirect) {
      const mentioned = (value: string): string =>
        value.replace(/@(\w+)/g, (typed, name) =>
          members.some((one) => one.name === name) ? `<@${idOf(name)}>` : typed,
        );
      const options = Object.entries(values).map(([name, value]) => [name, mentioned(value)]);
      const from = { user: idOf(who), ...(isDirect && { dm: true }) };
      return asked(await discord.command({ subcommand, options: Object.fromEntries(options) }, from));
    },
    press: async (on, label, who, nth = 1) =>
      asked(await discord.press(find(on), label, { user: idOf(who), nth })),
    menu: async (on, who) => asked(await discord.menu("Save paper", find(on), { user: idOf(who) })),
    write: async (text, who) => sightOf(await discord.write(text, { user: idOf(who), mentionsBot: true })),
    async reply(on, text, who) {
      await discord.write(text, { user: idOf(who), replyTo: find(on) });
    },
    react: react("react"),
    unreact: react("unreact"),
    reactUnseen: (on, emoji, who) => discord.reactSilently(find(on), emoji, idOf(who)),
    unreactUnseen: (on, emoji, who) => discord.unreactSilently(find(on), emoji, idOf(who)),

    see: (message) => sightOf(find(message)),
    inChannel: () => discord.messages.filter(isPublic).map(sightOf),
    seenBy: (who) => [...discord.messages.filter(isPublic), ...whispered(who), ...direct(who)].map(sightOf),
    directMessages: (who) => direct(who).map(sightOf),
    besideLinks: (of) =>
      discord.messages.filter((one) => isBots(one) && one.reference === find(of).id).map(sightOf),
    files: (who) =>
      whispered(who).flatMap(({ attachments }) =>
        attachments.map(({ filename, content }) => ({ name: filename, content })),
      ),
    edits: () =>
      discord.calls
        .filter(({ route }) => route === "PATCH /channels/:id/messages/:id")
        .map(({ path, at }) => ({ id: idIn(find({ id: path })), at })),

    nextPost: (fate) => discord.next("POST /channels/:id/messages", fate),
    // Shorter ones the adapter waits for.
    limitEdit: () => discord.next("PATCH /channels/:id/messages/:id", { retryAfter: 2.5 }),
    startAgain: () => scene.restart(),
    async takeOut() {
      discord.guildDelete(guildId);
    },
    async bringBack() {
      discord.guildCreate(guildId);
    },
  };
}
