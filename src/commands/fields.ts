import type { CommandField, Completion } from "../chat/adapter.ts";
import type { Arg, Command, CommandContext } from "./command.ts";

/** As many as any platform shows. */
const mostCompletions = 25;
const longestLabel = 100;

/** What a command takes, value by value. */
export function fieldsOf({ args }: Pick<Command, "args">): readonly CommandField[] {
  return Object.entries(args).flatMap(([name, arg]) =>
    arg.fields
      ? Object.entries(arg.fields).map(([part, field]) =>
          fieldOf(part, { form: "text", usage: arg.usage, ...field }),
        )
      : [fieldOf(name, arg)],
  );
}

function fieldOf(
  name: string,
  { form, usage, summary, most, choices, complete }: Omit<Arg, "schema" | "fields">,
): CommandField {
  return {
    name,
    summary,
    required: usage.startsWith("<"),
    named: form !== "text",
    ...(most === undefined ? {} : { most }),
    ...(choices ? { choices } : {}),
    completes: complete !== undefined,
  };
}

/** What a value that is being typed could become. */
export async function completeField(
  { args }: Command,
  field: string,
  typed: string,
  context: CommandContext,
): Promise<readonly Completion[]> {
  const parts = Object.values(args).flatMap(({ fields }) => (fields ? Object.entries(fields) : []));
  // A text with fields may be called as one of them is.
  const complete = (parts.find(([name]) => name === field)?.[1] ?? args[field])?.complete;
  const found = (await complete?.(typed, context)) ?? [];
  return found
    .filter(({ value }) => value.length <= longestLabel)
    .map(({ label, value }) => ({ label: [...label].slice(0, longestLabel).join(""), value }))
    .slice(0, mostCompletions);
}
