// Bodies that Discord takes, for tests that spoil them.

type Json = Record<string, unknown>;

export const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
export const long = (length: number) => "x".repeat(length);
/** An address of that length. */
export const web = (length: number) => `https://a.org/${long(length - 14)}`;

/** A message, which names no one. */
export const said = (more: Json) => ({ allowed_mentions: { parse: [] }, ...more });
let count = 0;
export const button = (more: Json = {}) => {
  count += 1;
  return { type: 2, style: 1, label: "Save", custom_id: `id ${count}`, ...more };
};
export const row = (...components: unknown[]) => ({ type: 1, components });
export const rows = (...components: unknown[]) => said({ content: "a", components });
export const option = (index: number, more: Json = {}) => ({ label: `${index}`, value: `${index}`, ...more });
export const text = (content = "a") => ({ type: 10, content });
export const section = (...components: unknown[]) => ({ type: 9, components, accessory: button() });
export const laidOut = (...components: unknown[]) => said({ flags: 32_768, components });
export const container = (...components: unknown[]) => ({ type: 17, components });
export const thumbnail = (more: Json = {}) => ({ type: 11, media: { url: web(20) }, ...more });
export const gallery = (items: unknown[]) => ({ type: 12, items });
export const item = { media: { url: web(20) } };

/** The same thing with an unknown key in each of its objects in turn. */
export function spoiled(value: unknown): unknown[] {
  if (!(value instanceof Object)) return [];
  const inside = Object.entries(value).flatMap(([key, inner]) =>
    spoiled(inner).map((bad) =>
      Array.isArray(value) ? value.with(Number(key), bad) : { ...value, [key]: bad },
    ),
  );
  return Array.isArray(value) ? inside : [{ ...value, colour: "red" }, ...inside];
}
