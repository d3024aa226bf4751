import type { Completion } from "../chat/adapter.ts";
import { UserError } from "../errors.ts";
import type { Known } from "../store/library.ts";
import { quote } from "../text/clean.ts";
import { wordsOf } from "../text/query.ts";
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
  const name = first.toLowerCase().replace(/^@/, "");
  if (name === "me" || name === "mine") return { who: "me", words: rest };
  if (name === "team" || name === "us") return { who: "team", words: rest };
  const mention = /^<?@!?([^>]+)>?$/u.exec(first)?.[1];
  return mention === undefined ? { who: "me", words: typed } : findPerson(mention, rest, context);
}

/** The person of that id, or whose name begins so; a longer name may go on in the words behind. */
async function findPerson(mention: string, rest: string, context: CommandContext): Promise<Whose> {
  const people = await findSavers(mention, context);
  const typed = `${mention} ${rest}`.trim();
  const mine = ({ user }: Known): boolean => user === context.caller.user.id;
  const byId = people.find(({ user }) => idOf(user).toLowerCase() === mention.toLowerCase());
  if (byId) return { who: mine(byId) ? "me" : byId, words: rest };
  const named = people
    .filter(({ name }) => beginsWith(typed, name))
    .toSorted((a, b) => b.name.length - a.name.length);
  const [person, another] = named.length > 0 ? named : people;
  if (!person) throw new UserError(await sayUnknown(mention, context));
  if (another && (named.length === 0 || another.name === person.name)) {
    throw new UserError(sayAmbiguous(mention, named.length > 0 ? named : people));
  }
  return { who: mine(person) ? "me" : person, words: named.length > 0 ? behind(typed, person.name) : rest };
}

/** People of the team of that id, or whose name begins so, who let the team see what they save; the caller in any case. */
async function findSavers(
  begins: string,
  { store, caller }: Pick<CommandContext, "store" | "caller">,
): Promise<readonly Known[]> {
  const people = await store.people.find(caller.team, begins);
  const names = new Set(await store.saves.saversIn(caller.team));
  const found = people.filter(({ user, name }) => names.has(name) || user === caller.user.id);
  // A name may be made of signs, which have no words.
  return wordsOf(begins).length > 0 ? found : found.filter(({ name }) => name.startsWith(begins));
}

/** "@Ana Berg" or "@Ana Li"; of people who are called the same, their ids. */
function sayAmbiguous(mention: string, people: readonly Known[]): string {
  const names = new Set(people.map(({ name }) => name));
  const [instead, mend] =
    names.size > 1
      ? [[...names].map((name) => `@${name}`), "type the name in full"]
      : [people.map(({ user }) => `@${idOf(user)}`), "they are called the same, so mention one of them"];
  const named = instead.slice(0, mostNamed).map((one) => quote(one));
  return `${quote(`@${mention}`)} may be ${named.join(" or ")}: ${mend}.`;
}

async function sayUnknown(mention: string, context: CommandContext): Promise<string> {
  const others = (await findSavers("", context)).filter(({ user }) => user !== context.caller.user.id);
  const known = others.slice(0, mostNamed).map(({ name }) => `@${name}`);
  return `Nobody called ${quote(`@${mention}`)} has saved anything in this team. ${known.length > 0 ? `There is ${known.join(", ")}; or try` : "Try"} /papers saved team`;
}

/** Names that may be typed, the two words first. */
export async function completeWhose(typed: string, context: CommandContext): Promise<readonly Completion[]> {
  const begun = typed.trim().replace(/^@/, "");
  const people = await findSavers(begun, context);
  const words = ["me", "team"].filter((word) => word.startsWith(begun.toLowerCase()));
  return [
    ...words.map((word) => ({ label: word, value: word })),
    ...people.map(({ name }) => ({ label: `@${name}`, value: `@${name}` })),
  ];
}

/** What follows a name in a text that begins with it: of "Ana-Li diffusion" the diffusion. */
function behind(typed: string, name: string): string {
  const left = typed.split(/\s+/);
  let words = wordsOf(name).length;
  do words -= wordsOf(left.shift() ?? "").length;
  while (words > 0 && left.length > 0);
  return left.join(" ");
}

const idOf = (user: string): string => user.slice(user.indexOf("/") + 1);

function beginsWith(typed: string, name: string): boolean {
  const words = wordsOf(name).join(" ");
  return words === "" ? typed.startsWith(name) : `${wordsOf(typed).join(" ")} `.startsWith(`${words} `);
}
