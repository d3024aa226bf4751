import { z } from "zod";
import { layout, rows } from "./components.ts";
import { address, flag, medium, named, snowflake, someSpoken, spoken, upTo } from "./strings.ts";

// Numbers: docs.discord.com/developers/resources/message.

export const flags = {
  suppressEmbeds: 4,
  ephemeral: 64,
  loading: 128,
  silent: 4096,
  layout: 32_768,
} as const;

const picture = z.strictObject({ url: medium });
const embed = z
  .strictObject({
    type: z.literal("rich").optional(),
    title: someSpoken(256).nullish(),
    description: someSpoken(4096).nullish(),
    url: address(2048).nullish(),
    timestamp: z.iso.datetime({ offset: true }).nullish(),
    color: z.int().min(0).max(0xffffff).nullish(),
    footer: z.strictObject({ text: named(2048), icon_url: medium.nullish() }).nullish(),
    author: z
      .strictObject({ name: named(256), url: address(2048).nullish(), icon_url: medium.nullish() })
      .nullish(),
    image: picture.nullish(),
    thumbnail: picture.nullish(),
    fields: z
      .array(z.strictObject({ name: someSpoken(256), value: someSpoken(1024), inline: flag }))
      .max(25)
      .nullish(),
  })
  .refine(
    ({ title, description, fields, footer, author, image, thumbnail }) =>
      title || description || fields?.length || footer || author || image || thumbnail,
    "an embed that shows nothing",
  );
type Embed = z.output<typeof embed>;

const embeds = z
  .array(embed)
  .max(10)
  .refine((all) => all.reduce((sum, each) => sum + lengthOf(each), 0) <= 6000, {
    message: "Embed size exceeds maximum size of 6000",
    params: { code: "MAX_EMBED_SIZE_EXCEEDED" },
  });

function lengthOf({ title, description, footer, author, fields }: Embed): number {
  const inFields = (fields ?? []).flatMap(({ name, value }) => [name, value]);
  const texts = [title, description, footer?.text, author?.name, ...inFields];
  return texts.reduce((sum, each) => sum + (each?.length ?? 0), 0);
}

/** The default lets whatever stands in a text call people. */
const allowed_mentions = z.strictObject({
  parse: z.array(z.never("mentions nobody")),
  replied_user: z.literal(false).optional(),
});

const attachment = z.strictObject({
  // Of a file that is there already, or the number of one that is sent along.
  id: z.union([z.string().regex(/^\d+$/), z.int().min(0)]),
  filename: named(1024).optional(),
  title: upTo(1024).nullish(),
  description: upTo(1024).nullish(),
});

const content = {
  allowed_mentions,
  attachments: z.array(attachment).max(10).nullish(),
  // discord.js sends these with every message.
  tts: z.literal(false).optional(),
};
const classic = {
  content: spoken(2000).nullish(),
  embeds: embeds.nullish(),
  components: rows.nullish(),
};
const laidOut = {
  content: z.literal("").nullish(),
  embeds: z.array(z.never("components v2 take no embeds")).nullish(),
  components: layout,
};
const create = {
  nonce: z.union([upTo(25), z.int()]).nullish(),
  enforce_nonce: flag,
  message_reference: z
    .strictObject({
      type: z.literal(0).optional(),
      message_id: snowflake,
      channel_id: snowflake.optional(),
      guild_id: snowflake.optional(),
      fail_if_not_exists: flag,
    })
    .nullish(),
};
// An answer to an interaction has no nonce of its own; discord.js sends the key nevertheless.
const answer = { enforce_nonce: z.literal(false).optional() };

const only = (mask: number, what: string) =>
  z
    .int()
    .refine((given) => (given & ~mask) === 0, `flags that ${what} does not take`)
    .nullish();
const whole = flags.suppressEmbeds | flags.silent | flags.layout;

const kinds = {
  create: { ...content, ...create, flags: only(whole, "a message") },
  answer: { ...content, ...answer, flags: only(whole | flags.ephemeral, "an answer") },
  edit: { ...content, ...answer, flags: only(flags.suppressEmbeds | flags.layout, "an edit") },
};
const schemas = {
  create: [z.strictObject({ ...kinds.create, ...classic }), z.strictObject({ ...kinds.create, ...laidOut })],
  answer: [z.strictObject({ ...kinds.answer, ...classic }), z.strictObject({ ...kinds.answer, ...laidOut })],
  edit: [z.strictObject({ ...kinds.edit, ...classic }), z.strictObject({ ...kinds.edit, ...laidOut })],
} as const;

export type MessageBody = z.output<(typeof schemas)["create" | "answer" | "edit"][number]> & {
  readonly nonce?: string | number | null | undefined;
  readonly message_reference?: z.output<typeof create.message_reference>;
};

/** How a body is read: by its flag, or by the message that it changes. A message never leaves components v2. */
export function messageSchema(
  kind: keyof typeof schemas,
  body: unknown,
  wasLaidOut = false,
): z.ZodType<MessageBody> {
  const { flags: given } = z
    .looseObject({ flags: z.int().nullish().catch(0) })
    .catch({ flags: 0 })
    .parse(body);
  const [older, newer] = schemas[kind];
  const isLaidOut = wasLaidOut || ((given ?? 0) & flags.layout) !== 0;
  return (isLaidOut ? newer : older) as unknown as z.ZodType<MessageBody>;
}
