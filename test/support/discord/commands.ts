import { z } from "zod";
import { flag, named, snowflake, upTo } from "./strings.ts";

// Numbers: docs.discord.com/developers/interactions/application-commands.

/** Discord wants lower case wherever a letter has one. */
const name = upTo(32)
  .regex(/^[-_\p{L}\p{N}]{1,32}$/u, "letters, digits, - and _ alone, 1 to 32 of them")
  .refine((given) => given === given.toLowerCase(), "lower case alone");
const description = named(100);
const locales = <T extends z.ZodType>(of: T) => z.record(z.string(), of).nullish();
const head = {
  name,
  name_localizations: locales(name),
  description,
  description_localizations: locales(description),
};
const choice = <T extends z.ZodType>(value: T) =>
  z.strictObject({ name: named(100), name_localizations: locales(named(100)), value });
const choices = <T extends z.ZodType>(value: T) => z.array(choice(value)).max(25).nullish();
const common = { ...head, required: flag };

const stringOption = z
  .strictObject({
    ...{ type: z.literal(3), ...common, choices: choices(named(100)), autocomplete: flag },
    min_length: z.int().min(0).max(6000).nullish(),
    max_length: z.int().min(1).max(6000).nullish(),
  })
  .refine((it) => !(it.autocomplete && it.choices?.length), "choices or autocomplete, not both");
const numberOption = (type: 4 | 10, value: z.ZodNumber) =>
  z
    .strictObject({
      ...{ type: z.literal(type), ...common, choices: choices(value), autocomplete: flag },
      ...{ min_value: value.nullish(), max_value: value.nullish() },
    })
    .refine((it) => !(it.autocomplete && it.choices?.length), "choices or autocomplete, not both");
const valueOption = z.discriminatedUnion("type", [
  stringOption,
  numberOption(4, z.int()),
  numberOption(10, z.number()),
  z.strictObject({ type: z.literal([5, 6, 8, 9, 11]), ...common }),
  z.strictObject({ type: z.literal(7), ...common, channel_types: z.array(z.int()).nullish() }),
]);
export type ValueOption = z.output<typeof valueOption>;

const values = z
  .array(valueOption)
  .max(25)
  .refine((all) => !all.some((it, i) => it.required && all.slice(0, i).some((other) => !other.required)), {
    message: "Required options must be placed before non-required options",
    params: { code: "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID" },
  })
  .refine(isDistinct, "a name twice");
// discord.js sends keys that mean nothing here as null or undefined.
const subcommand = z.strictObject({ type: z.literal(1), ...head, required: flag, options: values.nullish() });
const group = z.strictObject({
  ...{ type: z.literal(2), ...head, required: flag },
  options: z.array(subcommand).min(1).max(25).refine(isDistinct, "a name twice"),
});
export type Subcommand = z.output<typeof subcommand>;

const top = {
  id: snowflake.nullish(),
  default_member_permissions: z.string().regex(/^\d+$/).nullish(),
  dm_permission: flag,
  default_permission: flag,
  contexts: z.array(z.literal([0, 1, 2])).nullish(),
  integration_types: z.array(z.literal([0, 1])).nullish(),
  nsfw: flag,
  handler: z.null().optional(),
};
const slash = z
  .strictObject({
    type: z.literal(1).nullish(),
    ...{ ...head, ...top },
    options: z
      .union([
        z
          .array(z.discriminatedUnion("type", [subcommand, group]))
          .max(25)
          .refine(isDistinct, "a name twice"),
        values,
      ])
      .nullish(),
  })
  .refine((given) => lettersIn(given) <= 8000, "more than 8000 characters in all");
const menu = z.strictObject({
  ...{ type: z.literal([2, 3]), ...top, name: named(32), name_localizations: locales(named(32)) },
  description: z.literal("").nullish(),
  description_localizations: z.null().optional(),
  options: z.array(z.never()).nullish(),
});
export type SlashCommand = z.output<typeof slash>;
export type Command = SlashCommand | z.output<typeof menu>;

/** Everything that is registered at once. */
export const commandList = z
  .array(z.union([menu, slash]))
  .refine((all) => all.filter(({ type }) => (type ?? 1) === 1).length <= 100, "more than 100 commands")
  .refine(
    (all) => all.filter(({ type }) => type === 2).length <= 15,
    "more than 15 commands of the user menu",
  )
  .refine(
    (all) => all.filter(({ type }) => type === 3).length <= 15,
    "more than 15 commands of the message menu",
  )
  .refine(
    (all) => isDistinct(all.map(({ type, name: each }) => ({ name: `${type ?? 1} ${each}` }))),
    "a name twice",
  );

function isDistinct(all: readonly { readonly name: string }[]): boolean {
  return new Set(all.map((each) => each.name)).size === all.length;
}

/** Names, descriptions and values of a command together; of translations the longest counts. */
function lettersIn(given: unknown): number {
  if (Array.isArray(given)) return given.reduce((sum: number, each) => sum + lettersIn(each), 0);
  if (!(given instanceof Object)) return 0;
  const it = given as Record<string, unknown>;
  const longest = (key: string): number => {
    const translated = Object.values((it[`${key}_localizations`] ?? {}) as Record<string, string>);
    return Math.max(
      0,
      ...[it[key], ...translated].map((each) => (typeof each === "string" ? each.length : 0)),
    );
  };
  const value = typeof it.value === "string" ? it.value.length : 0;
  return longest("name") + longest("description") + value + lettersIn(it.options) + lettersIn(it.choices);
}
