import type { ReactionMeaning } from "../../../src/chat/incoming.ts";
import { guildId } from "../discord/ids.ts";
import type { DiscordMessage, DiscordServer } from "../discord/types.ts";
import type { SlackMessage, SlackServer } from "../slack/types.ts";
import { team } from "../slack/workspace.ts";
import type { Members } from "./storm.ts";

/** What members of both platforms react with, as each calls it. */
const emojis: readonly {
  readonly means: ReactionMeaning;
  readonly slack: string;
  readonly discord: string;
}[] = [
  { means: "all", slack: "bookmark", discord: "🔖" },
  { means: 1, slack: "one", discord: "1️⃣" },
  { means: 2, slack: "two", discord: "2️⃣" },
  { means: 3, slack: "three", discord: "3️⃣" },
];

const isDigest = (key: string | undefined): key is string => key?.split(" ")[1] === "digest";

export function membersOfSlack(server: SlackServer): Members {
  const keyOf = ({ metadata }: SlackMessage): string => String(metadata?.event_payload.part ?? "");
  const digests = (): readonly SlackMessage[] => server.messages.filter((one) => isDigest(keyOf(one)));
  return {
    seen: () =>
      digests().map((message) => ({
        key: keyOf(message),
        react(means, person, there) {
          const name = emojis.find((one) => one.means === means)?.slack ?? "";
          const user = `U${person}`;
          // Nobody is told while no socket is open, nor where the socket breaks before the event is acknowledged.
          if (server.sockets > 0)
            server[there ? "react" : "unreact"](message, name, { user }).catch(() => {});
          else server[there ? "reactSilently" : "unreactSilently"](message, name, user);
        },
      })),
    standing: () =>
      digests().flatMap((message) =>
        message.reactions.flatMap(({ name, users }) => {
          const means = emojis.find((one) => one.slack === name)?.means ?? "all";
          return users.map((user) => ({
            key: keyOf(message),
            user: `slack:${team}/${user}` as const,
            means,
          }));
        }),
      ),
  };
}

export function membersOfDiscord(
  server: DiscordServer,
  readKey: (message: DiscordMessage) => string | undefined,
  person: (n: number) => string,
): Members {
  const digests = (): readonly { readonly key: string; readonly message: DiscordMessage }[] =>
    server.messages.flatMap((message) => {
      const key = readKey(message);
      return isDigest(key) ? [{ key, message }] : [];
    });
  return {
    seen: () =>
      digests().map(({ key, message }) => ({
        key,
        react(means, n, there) {
          const emoji = emojis.find((one) => one.means === means)?.discord ?? "";
          server[there ? "react" : "unreact"](message, emoji, { user: person(n) }).catch(() => {});
        },
      })),
    standing: () =>
      digests().flatMap(({ key, message }) =>
        message.reactions.flatMap(({ emoji, users }) => {
          const means = emojis.find((one) => one.discord.startsWith(emoji.name?.[0] ?? ""))?.means ?? "all";
          return users.map((user) => ({ key, user: `discord:${guildId}/${user}` as const, means }));
        }),
      ),
  };
}
