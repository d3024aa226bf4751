import type { Command, SlashCommand, Subcommand, ValueOption } from "./commands.ts";
import type { CommandLine, Options } from "./member-types.ts";
import type { Json } from "./types.ts";

/** What a member types behind a slash: what Discord would not let them send throws. */
export function typed(commands: readonly Command[], line: CommandLine) {
  const command = slashCommand(commands, line.command ?? "papers");
  const { options, wrap } = within(command, line);
  const values = typedValues(options, line.options ?? {});
  const missing = options.find((each) => each.required && !values.some(({ name }) => name === each.name));
  if (missing) throw new Error(`${missing.name} has to be given`);
  return { command, options: wrap(values) };
}

/** The same while one option is still being typed; the others may be missing. */
export function halfTyped(commands: readonly Command[], line: CommandLine, name: string, partial: string) {
  const command = slashCommand(commands, line.command ?? "papers");
  const { options, wrap } = within(command, line);
  const option = options.find((each) => each.name === name);
  if (!option) throw new Error(`there is no option ${name}`);
  if (!("autocomplete" in option) || !option.autocomplete) throw new Error(`${name} has no autocomplete`);
  const values = typedValues(options, line.options ?? {});
  return { command, options: wrap([...values, { name, type: option.type, value: partial, focused: true }]) };
}

function slashCommand(commands: readonly Command[], name: string): SlashCommand {
  const found = commands.find((each) => (each.type ?? 1) === 1 && each.name === name);
  if (!found) throw new Error(`/${name} is not registered`);
  return found as SlashCommand;
}

/** The options that can stand behind a subcommand, and how they are sent. */
function within(command: SlashCommand, { group, subcommand }: CommandLine) {
  const top = (command.options ?? []) as readonly (
    | ValueOption
    | Subcommand
    | { type: 2; name: string; options: Subcommand[] }
  )[];
  if (subcommand === undefined) {
    if (top.some(({ type }) => type <= 2)) throw new Error(`/${command.name} wants a subcommand`);
    return { options: top as readonly ValueOption[], wrap: (values: readonly Json[]) => values };
  }
  const groups = top.filter((each) => each.type === 2);
  const inner = group === undefined ? top : (groups.find(({ name }) => name === group)?.options ?? []);
  const found = inner.find((each): each is Subcommand => each.type === 1 && each.name === subcommand);
  if (!found)
    throw new Error(`/${command.name} has no ${group === undefined ? "" : `${group} `}${subcommand}`);
  const wrap = (values: readonly Json[]): readonly Json[] => {
    const sub: Json = { name: subcommand, type: 1, options: values };
    return group === undefined ? [sub] : [{ name: group, type: 2, options: [sub] }];
  };
  return { options: found.options ?? [], wrap };
}

function typedValues(options: readonly ValueOption[], given: Options): Json[] {
  const unknown = Object.keys(given).find((name) => !options.some((each) => each.name === name));
  if (unknown !== undefined) throw new Error(`there is no option ${unknown}`);
  return options.flatMap((option) => {
    const value = given[option.name];
    if (value === undefined) return [];
    check(option, value);
    return [{ name: option.name, type: option.type, value }];
  });
}

/** Types of options as numbers, and what their values are. */
const kinds: Readonly<Record<number, "string" | "number" | "boolean">> = {
  ...{ 3: "string", 4: "number", 5: "boolean", 6: "string", 7: "string", 8: "string", 9: "string" },
  ...{ 10: "number", 11: "string" },
};

function check(option: ValueOption, value: string | number | boolean): void {
  const complain = (why: string): never => {
    throw new Error(`${option.name}: ${JSON.stringify(value)} ${why}`);
  };
  const kind = kinds[option.type];
  if (typeof value !== kind) complain(`is no ${kind}`);
  if (option.type === 4 && !Number.isInteger(value)) complain("is no whole number");
  if ("choices" in option && option.choices?.length && !option.choices.some((each) => each.value === value))
    complain("is no choice");
  if (option.type === 3) checkLength(option, String(value), complain);
  if ("min_value" in option && Number(value) < (option.min_value ?? -Infinity)) complain("is too small");
  if ("max_value" in option && Number(value) > (option.max_value ?? Infinity)) complain("is too large");
}

function checkLength(
  {
    min_length,
    max_length,
  }: { readonly min_length?: number | null | undefined; readonly max_length?: number | null | undefined },
  value: string,
  complain: (why: string) => void,
): void {
  if (value.length < Math.max(1, min_length ?? 0)) complain("is too short");
  if (value.length > (max_length ?? 6000)) complain("is too long");
}
