import { z } from "zod";

// docs.discord.com/developers/events/gateway
const guilds = 1;
const privileged = { members: 1 << 1, presences: 1 << 8, messageContent: 1 << 15 } as const;
/** Intents that there are. */
const all = 0x331_ffff;

/** Intents that let an event through, in a guild and in a direct message. None where everyone gets it. */
const needed: readonly [RegExp, number, number][] = [
  [/^(?:GUILD_(?:CREATE|UPDATE|DELETE|ROLE_.+)|CHANNEL_.+|THREAD_.+|STAGE_.+)$/, guilds, guilds],
  [/^GUILD_MEMBER_/, privileged.members, privileged.members],
  [/^MESSAGE_REACTION_/, 1 << 10, 1 << 13],
  [/^MESSAGE_/, 1 << 9, 1 << 12],
  [/^TYPING_START$/, 1 << 11, 1 << 14],
];

export function isWanted(name: string, intents: number, isDirect: boolean): boolean {
  const found = needed.find(([pattern]) => pattern.test(name));
  if (!found) return true;
  const [, inGuild, directly] = found;
  return (intents & (isDirect ? directly : inGuild)) !== 0;
}

/** The code that an IDENTIFY is closed with for its intents. */
export function intentsProblem(intents: number, messageContent: boolean): 4013 | 4014 | undefined {
  if (intents < 0 || (intents & ~all) !== 0) return 4013;
  const forbidden =
    privileged.members | privileged.presences | (messageContent ? 0 : privileged.messageContent);
  return (intents & forbidden) === 0 ? undefined : 4014;
}

const sequence = z.int().min(0);

export const frame = z.discriminatedUnion("op", [
  z.object({ op: z.literal(1), d: sequence.nullable() }),
  z.object({
    op: z.literal(2),
    d: z.strictObject({
      token: z.string(),
      properties: z.object({ os: z.string(), browser: z.string(), device: z.string() }),
      intents: z.int(),
      compress: z.boolean().optional(),
      large_threshold: z.int().min(50).max(250).optional(),
      shard: z.tuple([z.int().min(0), z.int().min(1)]).default([0, 1]),
      presence: z.looseObject({ status: z.string(), afk: z.boolean() }).optional(),
    }),
  }),
  z.object({ op: z.literal(3), d: z.looseObject({ status: z.string(), afk: z.boolean() }) }),
  z.object({
    op: z.literal(6),
    d: z.strictObject({ token: z.string(), session_id: z.string(), seq: sequence }),
  }),
]);
export type Frame = z.output<typeof frame>;
export type Identify = Extract<Frame, { op: 2 }>["d"];
export type Resume = Extract<Frame, { op: 6 }>["d"];
