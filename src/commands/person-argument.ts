import type { Completion } from "../chat/adapter.ts";
import { UserError } from "../errors.ts";
import { wordsOf } from "../query.ts";
import type { Known } from "../store/library.ts";
import { quote } from "../text.ts";
import type { CommandContext } from "./command.ts";

/** People that an error names. */
const mostNamed = 5;

/** Whose list is meant, and the words behind it. */
export interface Whose {
  /** The caller, everybody, or somebody else of the team. */
  readonly who: "me" | "team" | Known;
  readonly words: string;
}

/**
 * Reads "[me|team|@person] [words]"; without a name the caller is meant.
 * @throws UserError where no person or several are called so
 */
export async function findWhose(typed: string, context: CommandContext): Promise<Whose> {
  const [, first = "", rest = ""] = /^(\S*)\s*(.*)$/su.exec(typed) ?? [];
  const name = first.toLowerCase();
  if (name === "me" || name === "mine") return { who: "me", words: rest };
  if (name === "team" || name === "us") return { who: "team", words: rest };
  const mention = /^<?@!?([^>]+)>?$/u.exec(first)?.[1];
  return mention === undefined ? { who: "me", words: typed } : findPerson(mention, rest, context);
}

/** The person whose name begins so; a longer name may go on in the words behind. */
async function findPerson(mention: string, rest: string, { store, caller }: CommandContext): Promise<Whose> {
  const people = await store.people.find(caller.team, mention);
  const typed = `${mention} ${rest}`.trim();
  const named = people
    .filter(({ name }) => beginsWith(typed, name))
    .toSorted((a, b) => b.name.length - a.name.length);
  const [person, another] = named.length > 0 ? named : people;
  if (!person) throw new UserError(await sayUnknown(mention, { store, caller }));
  if (another && (named.length === 0 || another.name === person.name)) {
    throw new UserError(
      `${quote(`@${mention}`)} may be ${people
        .slice(0, mostNamed)
        .map(({ name }) => quote(`@${name}`))
        .join(" or ")}: type the name in full.`,
    );
  }
  // Of "Ana Li diffusion" what is behind the name is looked for.
  const words =
    named.length > 0
      ? rest
          .split(/\s+/)
          .slice(wordCount(person.name) - 1)
          .join(" ")
      : rest;
  const who = person.user === caller.user.id ? "me" : person;
  return { who, words };
}

async function sayUnknown(
  mention: string,
  { store, caller }: Pick<CommandContext, "store" | "caller">,
): Promise<string> {
  const known = (await store.people.find(caller.team, "")).slice(0, mostNamed).map(({ name }) => `@${name}`);
  return `Nobody called ${quote(`@${mention}`)} has saved anything in this team. ${known.length > 0 ? `There is ${known.join(", ")}; or try` : "Try"} /papers saved team`;
}

/** Names that may be typed, the two words first. */
export async function completeWhose(
  typed: string,
  { store, caller }: CommandContext,
): Promise<readonly Completion[]> {
  const begun = typed.trim().replace(/^@/, "");
  const people = await store.people.find(caller.team, begun);
  const words = ["me", "team"].filter((word) => word.startsWith(begun.toLowerCase()));
  return [
    ...words.map((word) => ({ label: word, value: word })),
    ...people.map(({ name }) => ({ label: `@${name}`, value: `@${name}` })),
  ];
}

const wordCount = (name: string): number => name.trim().split(/\s+/).length;
const beginsWith = (typed: string, name: string): boolean =>
  `${wordsOf(typed).join(" ")} `.startsWith(`${wordsOf(name).join(" ")} `);
