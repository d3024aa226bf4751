import { type Client, Events, type Guild } from "discord.js";
import type { AdapterMemory, Bot } from "../../src/chat/adapter.ts";
import type { Clock } from "../../src/clock.ts";
import { welcomePlace } from "./ears.ts";
import { teamId } from "./ids.ts";

export interface GuildDeps {
  readonly bot: Bot;
  readonly clock: Clock;
  readonly memory: AdapterMemory;
  hold(work: () => Promise<void>): void;
}

const key = "servers";

/** Keeps in mind which servers the bot is in: Discord does not tell of those that it was taken out of while it was away. */
export function watchGuilds(client: Client, { bot, clock, memory, hold }: GuildDeps): void {
  const greet = async (guild: Guild): Promise<void> => {
    const channel = welcomePlace(guild);
    if (channel)
      await bot.handle({
        kind: "joined",
        id: `discord joined ${guild.id} ${guild.joinedTimestamp}`,
        at: clock(),
        channel,
      });
  };
  const leave = async (id: string): Promise<void> => {
    const at = clock();
    const reason = "Paperboy was removed from this server";
    await bot.handle({
      kind: "removed",
      id: `discord left ${id} ${at.getTime()}`,
      at,
      team: teamId(id, ""),
      reason,
    });
  };
  // A server that is out of order has no channels yet: it is greeted when it comes back.
  const known = new Set<string>();
  const loaded = Promise.withResolvers<void>();
  const meet = async (guild: Guild): Promise<void> => {
    if (known.has(guild.id) || !guild.available) return;
    known.add(guild.id);
    await greet(guild);
  };
  const remember = (): Promise<void> => memory.set(key, JSON.stringify([...known]));

  client.once(Events.ClientReady, () =>
    hold(async () => {
      const before = JSON.parse((await memory.get(key)) ?? "[]") as string[];
      const gone = before.filter((id) => !client.guilds.cache.has(id));
      for (const id of before) if (!gone.includes(id)) known.add(id);
      loaded.resolve();
      for (const id of gone) await leave(id);
      for (const guild of client.guilds.cache.values()) await meet(guild);
      await remember();
    }),
  );
  for (const event of [Events.GuildCreate, Events.GuildAvailable] as const) {
    client.on(event, (guild) =>
      hold(async () => {
        await loaded.promise;
        await meet(guild);
        await remember();
      }),
    );
  }
  // Only where the bot was removed: a server that Discord cannot reach for a while is told otherwise.
  client.on(Events.GuildDelete, (guild) =>
    hold(async () => {
      await loaded.promise;
      known.delete(guild.id);
      await leave(guild.id);
      await remember();
    }),
  );
}
