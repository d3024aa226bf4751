import { z } from "zod";
import { address, flag, medium, named, snowflake, someSpoken, upTo } from "./strings.ts";
import type { Json } from "./types.ts";

// Numbers: docs.discord.com/developers/components/reference.

const id = z.int().min(0).nullish();
const custom_id = named(100);
const emoji = z.strictObject({
  id: snowflake.nullish(),
  name: z.string().min(1).nullish(),
  animated: flag,
});

const button = z
  .strictObject({
    type: z.literal(2),
    id,
    style: z.int().min(1).max(5),
    label: named(80).nullish(),
    custom_id: custom_id.nullish(),
    url: address(512).nullish(),
    emoji: emoji.nullish(),
    disabled: flag,
  })
  .refine((it) => it.label || it.emoji, "a button without label and emoji")
  .refine((it) => (it.style === 5) === Boolean(it.url), "a link has an address, other buttons have none")
  .refine(
    (it) => (it.style === 5) !== Boolean(it.custom_id),
    "a link has no custom_id, other buttons have one",
  );

const selecting = {
  id,
  custom_id,
  placeholder: upTo(150).nullish(),
  min_values: z.int().min(0).max(25).nullish(),
  max_values: z.int().min(1).max(25).nullish(),
  disabled: flag,
  /** In a modal only. */
  required: flag,
};
const option = z.strictObject({
  label: named(100),
  value: named(100),
  description: upTo(100).nullish(),
  emoji: emoji.nullish(),
  default: flag,
});
export const stringSelect = z
  .strictObject({ type: z.literal(3), ...selecting, options: z.array(option).min(1).max(25) })
  .refine(
    ({ options }) => new Set(options.map(({ value }) => value)).size === options.length,
    "a value twice",
  )
  .refine(({ options, max_values }) => (max_values ?? 1) <= options.length, "more to choose than there is");
const pickSelect = z.strictObject({ type: z.literal([5, 6, 7]), ...selecting });
const channelSelect = z.strictObject({
  type: z.literal(8),
  ...selecting,
  channel_types: z.array(z.int()).nullish(),
});
const select = z.union([stringSelect, pickSelect, channelSelect]);

const row = z.strictObject({
  type: z.literal(1),
  id,
  components: z.union([z.array(button).min(1).max(5), z.tuple([select])]),
});

const text = z.strictObject({ type: z.literal(10), id, content: someSpoken(4000) });
const media = z.strictObject({ url: medium });
const thumbnail = z.strictObject({
  ...{ type: z.literal(11), id, media, description: upTo(1024).nullish(), spoiler: flag },
});
const section = z.strictObject({
  type: z.literal(9),
  id,
  components: z.array(text).min(1).max(3),
  accessory: z.union([button, thumbnail]),
});
const gallery = z.strictObject({
  type: z.literal(12),
  id,
  items: z
    .array(z.strictObject({ media, description: upTo(1024).nullish(), spoiler: flag }))
    .min(1)
    .max(10),
});
const file = z.strictObject({
  type: z.literal(13),
  id,
  file: z.strictObject({ url: z.string().regex(/^attachment:\/\/[\w.-]+$/) }),
  spoiler: flag,
});
const separator = z.strictObject({
  type: z.literal(14),
  id,
  divider: flag,
  spacing: z.literal([1, 2]).nullish(),
});
const inContainer = z.discriminatedUnion("type", [row, text, section, gallery, separator, file]);
const container = z.strictObject({
  type: z.literal(17),
  id,
  accent_color: z.int().min(0).max(0xffffff).nullish(),
  spoiler: flag,
  components: z.array(inContainer).min(1),
});

/** The older kind: five rows of buttons or selects under content and embeds. */
export const rows = z.array(row).max(5).superRefine(distinct);

/** Components v2, of which the whole message is made. */
export const layout = z
  .array(z.discriminatedUnion("type", [row, text, section, gallery, separator, file, container]))
  .min(1)
  .superRefine(distinct)
  .superRefine((given, context) => {
    const all = nested(given);
    const letters = all.reduce(
      (sum, { type, content }) => sum + (type === 10 ? String(content).length : 0),
      0,
    );
    // The number of characters stands in unofficial sources only (docs.discord.food), so this one is safe.
    if (letters > 4000) context.addIssue({ code: "custom", message: "more than 4000 characters of text" });
    if (all.length > 40) context.addIssue({ code: "custom", message: "more than 40 components" });
  });

/** Every component, however deep it stands. */
export function nested(components: readonly object[]): Json[] {
  return components.flatMap((each) => {
    const { components: inner = [], accessory } = each as { components?: object[]; accessory?: object };
    return [each as Json, ...nested(inner), ...nested(accessory ? [accessory] : [])];
  });
}

function distinct(given: readonly object[], context: z.RefinementCtx): void {
  const ids = nested(given).flatMap((each) => each.custom_id ?? []);
  const twice = ids.find((each, index) => ids.indexOf(each) !== index);
  if (twice !== undefined)
    context.addIssue({ code: "custom", message: `Component custom id cannot be duplicated: ${twice}` });
}
