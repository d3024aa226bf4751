import type { CommandSummary } from "./adapter.ts";

/** The line behind `/papers` that typed values mean: what has no name first, then the others as name:value. */
export function composeLine(
  { name, fields }: CommandSummary,
  values: Readonly<Record<string, string>>,
): string {
  const given = fields.flatMap((field) => {
    const value = values[field.name]?.trim();
    return value ? [{ ...field, value }] : [];
  });
  const plain = given.filter(({ named }) => !named).map(({ value }) => value);
  const named = given
    .filter((field) => field.named)
    .map((field) => `${field.name}:${quoteIfNeeded(field.value)}`);
  return [name, ...plain, ...named].join(" ");
}

function quoteIfNeeded(value: string): string {
  const plain = value.replaceAll('"', "");
  return /\s/.test(plain) ? `"${plain}"` : plain;
}
