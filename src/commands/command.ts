import { z } from "zod";
import type { Completion } from "../chat/adapter.ts";
import type { ChannelId, Person, TeamId } from "../chat/incoming.ts";
import type { Clock } from "../clock.ts";
import type { Lookup } from "../collect/lookup.ts";
import type { Shown } from "../digest/card.ts";
import type { Store } from "../store/store.ts";
import { quote } from "../text/clean.ts";

/** What commands work with. */
export interface CommandDeps {
  /** IANA zone of whoever's platform does not tell one. */
  readonly defaultZone: string;
  readonly store: Store;
  readonly lookup: Lookup;
  readonly clock: Clock;
  readonly version: string;
}

/** Who asks, and where. */
export interface Caller {
  readonly team: TeamId;
  readonly channel: ChannelId;
  readonly user: Person;
}

export interface CommandContext extends CommandDeps {
  readonly caller: Caller;
  /** All commands, in the order of help. */
  readonly commands: readonly Command[];
  /** Whether everyone will see the answer: what only the caller may know is left out. */
  readonly forEveryone?: boolean;
}

/**
 * One argument. "text" is what no other argument took; "option" is written name:value and taken out of the text; a "filter" is
 * written the same but stays in the text, for the query language to read.
 */
export interface Arg<T = unknown> {
  readonly form: "text" | "option" | "filter";
  /** As in usage lines: "<words>", "[page:N]". */
  readonly usage: string;
  readonly summary: string;
  /** The largest number, where it takes a whole number from 1. */
  readonly most?: number;
  /** The only words it takes. */
  readonly choices?: readonly string[];
  /** Whether it is kept or compared as it was written, with the signs by which emoji and some scripts are joined. */
  readonly asWritten?: boolean;
  readonly complete?: Complete;
  /** Where one text holds several values: each by its name, for platforms that ask for each by itself. */
  readonly fields?: Readonly<
    Record<string, Pick<Arg, "summary"> & Partial<Pick<Arg, "complete" | "choices" | "usage">>>
  >;
  /** Reads what was typed, or undefined where nothing was; its issue is a sentence that quotes it and names the mend. */
  readonly schema: z.ZodType<T, string | undefined>;
}

/** Values that somebody may be typing, best first. */
type Complete = (typed: string, context: CommandContext) => Promise<readonly Completion[]>;

/** What a command answers, and what becomes true with it. */
export interface Answer extends Shown {
  /** Makes the change, once the answer is out. */
  commit?(): Promise<void>;
  /** Whether only the caller sees it, whatever is usual: nothing changed that others would have to know. */
  readonly isPrivate?: boolean;
  /** Whether nothing may change where the channel cannot be posted to. */
  readonly proves?: boolean;
}

type Args = Readonly<Record<string, Arg>>;
type Values<A extends Args> = { readonly [K in keyof A]: A[K] extends Arg<infer T> ? T : never };

interface CommandOf<A extends Args> {
  readonly name: string;
  readonly synonyms?: readonly string[];
  readonly summary: string;
  readonly args: A;
  /** A line to copy, without "/papers". */
  readonly example: string;
  /** Who sees the answer; "original": it takes the place of the message whose button was pressed. */
  readonly visibility: "user" | "channel" | "original";
  /** Only for those who may change the channel's settings. */
  readonly configures?: boolean;
  /** Whether its answer may be put before everyone. */
  readonly shareable?: boolean;
  /** Only reached by buttons: not in help, not in a platform's command list. */
  readonly hidden?: boolean;
  run(args: Values<A>, context: CommandContext): Promise<Answer>;
}

/** A command is data and a function; platforms, help and the README are made from the data. */
export type Command = CommandOf<Args>;

/** Lets `run` have the types of the arguments' values. */
export function defineCommand<const A extends Args>(command: CommandOf<A>): Command {
  return command as unknown as Command;
}

/** "search <words> [author:name] [page:N]". */
export function usageOf({ name, args }: Pick<Command, "name" | "args">): string {
  return [name, ...Object.values(args).map(({ usage }) => usage)].join(" ");
}

/** An argument `name:N`, a whole number within limits. */
export function wholeNumber(name: string, most: number, summary: string): Arg<number | undefined> {
  return {
    form: "option",
    usage: `[${name}:N]`,
    summary,
    most,
    schema: z
      .string()
      .optional()
      .transform((value, context) => {
        if (value === undefined) return undefined;
        const n = /^\d{1,6}$/.test(value) ? Number(value) : 0;
        if (n >= 1 && n <= most) return n;
        context.addIssue(
          `${quote(`${name}:${value}`)} needs a whole number from 1 to ${most.toLocaleString("en-US")}, for example ${name}:2`,
        );
        return z.NEVER;
      }),
  };
}

/** Whatever else was typed; where it is needed and missing, `missing` says what to type. */
export function text(usage: string, summary: string, missing: string): Arg<string> {
  return { form: "text", usage, summary, schema: z.string({ error: missing }).min(1, missing) };
}

/** Every command that answers with a list takes these. */
export const paging = {
  page: wholeNumber("page", 100_000, "which page"),
  top: wholeNumber("top", 50, "how many papers in one answer, 5 without it"),
};
