import { once } from "node:events";
import { Client, type ClientOptions, GatewayIntentBits, type Interaction, Partials } from "discord.js";
import { afterEach, expect } from "vitest";
import { startDiscord } from "./server.ts";
import type { DiscordOptions, DiscordServer } from "./types.ts";

export interface Connected {
  readonly discord: DiscordServer;
  /** The real client, with its own defaults. */
  readonly client: Client<true>;
}

export const everyIntent = [
  ...[GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.GuildMessageReactions],
  ...[GatewayIntentBits.DirectMessages, GatewayIntentBits.DirectMessageReactions],
];

function aClient({ url }: Pick<DiscordServer, "url">, options: Partial<ClientOptions> = {}): Client {
  const { Channel, GuildMember, Message, Reaction, User } = Partials;
  return new Client({
    intents: everyIntent,
    partials: [Channel, GuildMember, Message, Reaction, User],
    allowedMentions: { parse: [] },
    ...options,
    rest: { api: url, ...options.rest },
  });
}

/** Waits until the client knows its guilds. */
export async function login(client: Client, { env }: DiscordServer): Promise<Client<true>> {
  const ready = once(client, "clientReady");
  await client.login(env.DISCORD_TOKEN);
  await ready;
  return client as Client<true>;
}

/** Servers and clients for the tests of a file, closed behind each. The server must have had nothing to refuse but what the test took out. */
export function useLoopback() {
  const servers: DiscordServer[] = [];
  const clients: Client[] = [];
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.destroy()));
    const those = servers.splice(0);
    await Promise.all(those.map((server) => server.stop()));
    expect(those.flatMap(({ refused }) => refused)).toEqual([]);
  });
  const start = async (options?: DiscordOptions): Promise<DiscordServer> => {
    const server = await startDiscord(options);
    servers.push(server);
    return server;
  };
  const open = (server: DiscordServer, options?: Partial<ClientOptions>): Client => {
    const client = aClient(server, options);
    clients.push(client);
    return client;
  };
  const connect = async (options?: DiscordOptions, given?: Partial<ClientOptions>): Promise<Connected> => {
    const discord = await start(options);
    return { discord, client: await login(open(discord, given), discord) };
  };
  return { start, open, connect };
}

/** Interactions of a kind go to a handler; what one throws is kept, for it would end the program. */
export function on<Kind extends Interaction>(
  client: Client,
  which: (each: Interaction) => each is Kind,
  handler: (each: Kind) => Promise<unknown>,
): unknown[] {
  const failures: unknown[] = [];
  client.on("interactionCreate", (each) => {
    if (which(each)) handler(each).catch((error: unknown) => void failures.push(error));
  });
  return failures;
}

const term = { type: 3, name: "term", description: "What for", autocomplete: true };
export const registered = [
  {
    name: "papers",
    description: "About papers",
    contexts: [0, 1],
    options: [
      { type: 1, name: "help", description: "Helps" },
      { type: 1, name: "search", description: "Searches", options: [term] },
    ],
  },
  { name: "Save paper", type: 3 },
];

/** What an error of Discord's says: its code, or what was thrown in its place. */
export async function codeOf(doing: Promise<unknown>): Promise<unknown> {
  const failed = await doing.then(
    () => undefined,
    (error: unknown) => error,
  );
  return failed instanceof Error && "code" in failed ? failed.code : failed;
}
