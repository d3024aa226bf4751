import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createApi, isRoute } from "./api.ts";
import { createFates } from "./fates.ts";
import { createGateway } from "./gateway.ts";
import { botId, randomToken } from "./ids.ts";
import { createInteractions } from "./interactions.ts";
import { membersOf } from "./members.ts";
import type { Office } from "./office.ts";
import { greetingOf } from "./payloads.ts";
import { application } from "./routes-app.ts";
import type { DiscordMessage, DiscordOptions, DiscordServer } from "./types.ts";
import { wholeGuild } from "./wire.ts";
import { createWorld, type GuildState } from "./world.ts";

/** A Discord on the loopback interface, with the bot in its guilds; it refuses whatever a sound app does not do. */
export async function startDiscord(options: DiscordOptions = {}): Promise<DiscordServer> {
  const { trouble = 0, random = Math.random, readKey = ({ nonce }: DiscordMessage) => nonce } = options;
  const refused: string[] = [];
  const token = { value: randomToken(), isRevoked: false };
  const server = createServer((request, response) => {
    // A body that ends early is from a program that was killed while it wrote.
    api.handle(request, response).catch(() => response.destroy());
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const world = createWorld(options);
  const greeting = greetingOf(world, () => application({ world, options }));
  const url = () => base.replace("http", "ws");
  const gateway = createGateway({ token, refused, options, greeting, url });
  const interactions = createInteractions(refused, options);
  const office: Office = {
    ...{ world, gateway, interactions, options, refused, base: () => base },
    ...{ commands: [], registrations: 0 },
  };
  const fates = createFates(trouble, random);
  const api = createApi({ office, fates, token });
  server.on("upgrade", (request, socket, head) => gateway.upgrade(request, socket, head));
  const guildOf = (id: string): GuildState => {
    const found = world.guilds.get(id);
    if (!found) throw new Error(`no guild ${id}`);
    return found;
  };

  return {
    ...membersOf(office),
    url: `${base}/api`,
    env: { DISCORD_API_URL: `${base}/api`, DISCORD_TOKEN: token.value },
    refused,
    calls: api.calls,
    commands: office.commands,
    get registrations() {
      return office.registrations;
    },
    get messages() {
      return [...world.messages];
    },
    direct: (user) => {
      const { id } = world.openDm(user);
      return world.messages.filter(({ channelId }) => channelId === id);
    },
    get threads() {
      return world.threads;
    },
    get posts() {
      return world.messages
        .filter(({ authorId, interactionId }) => authorId === botId && interactionId === undefined)
        .flatMap((message) => {
          const key = readKey(message);
          const { content, embeds, components } = message;
          return key === undefined ? [] : [{ key, content: { content, embeds, components } }];
        });
    },
    get sessions() {
      return gateway.sessions;
    },
    get open() {
      return gateway.open;
    },
    get tries() {
      return gateway.counts.tries;
    },
    get connections() {
      return gateway.counts.connections;
    },
    get identifies() {
      return gateway.counts.identifies;
    },
    get resumes() {
      return gateway.counts.resumes;
    },
    ready: (n) => gateway.ready(n),
    event: (name, data) => {
      const { guild_id: guild } = data;
      gateway.dispatch(name, data, guild === undefined ? undefined : String(guild));
    },
    guildDelete: (id, unavailable = false) => {
      const guild = guildOf(id);
      if (unavailable) guild.isUnavailable = true;
      else guild.isMember = false;
      gateway.dispatch("GUILD_DELETE", unavailable ? { id, unavailable } : { id }, id);
    },
    guildCreate: (id) => {
      const guild = guildOf(id);
      guild.isMember = true;
      guild.isUnavailable = false;
      gateway.dispatch("GUILD_CREATE", wholeGuild(world, guild), id);
    },
    removeGuildSilently: (id) => {
      guildOf(id).isMember = false;
    },
    next: (route, ...given) => {
      if (!isRoute(route)) throw new Error(`no route ${route}`);
      fates.next(route, given);
    },
    limitPosts: (given) => fates.limitPosts(given?.burst),
    block: (how) => {
      api.blocks = how;
    },
    raw: gateway.raw,
    dropSockets: gateway.drop,
    reconnect: gateway.reconnect,
    invalidSession: gateway.invalidate,
    zombie: gateway.zombie,
    refuseConnections: (ms, how = 503) => gateway.refuse(ms, how),
    closeWith: gateway.closeWith,
    revoke: () => {
      token.isRevoked = true;
      gateway.closeWith(4004);
    },
    stop: async () => {
      interactions.stop();
      await gateway.stop();
      const closed = once(server.close(), "close");
      server.closeAllConnections();
      await closed;
    },
  };
}
