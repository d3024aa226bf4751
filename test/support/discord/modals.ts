import { z } from "zod";
import { stringSelect } from "./components.ts";
import { flag, named, someSpoken, upTo } from "./strings.ts";

// Numbers: docs.discord.com/developers/components/reference.

const id = z.int().min(0).nullish();
const input = z.strictObject({
  type: z.literal(4),
  id,
  custom_id: named(100),
  style: z.literal([1, 2]),
  /** Where it stands in a row; within a label it has none. */
  label: named(45).nullish(),
  min_length: z.int().min(0).max(4000).nullish(),
  max_length: z.int().min(1).max(4000).nullish(),
  required: flag,
  value: upTo(4000).nullish(),
  placeholder: upTo(100).nullish(),
});
const row = z.strictObject({ type: z.literal(1), id, components: z.tuple([input]) });
const label = z.strictObject({
  ...{ type: z.literal(18), id, label: named(45), description: upTo(100).nullish() },
  component: z.union([input, stringSelect]),
});
const text = z.strictObject({ type: z.literal(10), id, content: someSpoken(4000) });

const parts = z
  .array(z.union([row, label, text]))
  .min(1)
  .max(5);
type Part = z.output<typeof parts>[number];

export const modal = z.strictObject({
  custom_id: named(100),
  title: named(45),
  components: parts.refine((all) => {
    const ids = all.flatMap(fieldsIn).map(({ custom_id }) => custom_id);
    return new Set(ids).size === ids.length;
  }, "a custom_id twice"),
});

function fieldsIn(part: Part) {
  if (part.type === 1) return [...part.components];
  return part.type === 18 ? [part.component] : [];
}

/** A modal as it comes back, filled in; what a member cannot fill in throws. */
export function filled(given: unknown, values: Readonly<Record<string, string>>): object[] {
  const { components } = modal.parse(given);
  const left = new Set(Object.keys(values));
  const filledField = (field: ReturnType<typeof fieldsIn>[number]): object => {
    left.delete(field.custom_id);
    const { type, custom_id, required } = field;
    const value = values[custom_id] ?? (field.type === 4 ? (field.value ?? "") : "");
    if (value === "" && required !== false) throw new Error(`${custom_id} has to be filled in`);
    if (field.type === 4) {
      if (value.length > (field.max_length ?? 4000)) throw new Error(`${custom_id} is too long`);
      return { type, custom_id, value };
    }
    if (value !== "" && !field.options.some((option) => option.value === value))
      throw new Error(`${custom_id} has no choice ${value}`);
    return { type, custom_id, values: value === "" ? [] : [value] };
  };
  const done = components.flatMap((part): object[] => {
    if (part.type === 1) return [{ type: 1, components: part.components.map(filledField) }];
    return part.type === 18 ? [{ type: 18, component: filledField(part.component) }] : [];
  });
  if (left.size > 0) throw new Error(`the modal has no ${[...left].join(", ")}`);
  return done;
}
