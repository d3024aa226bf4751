import { z } from "zod";
import { isTimeZone, machineTimeZone, spellTimeZone, zoneMeantBy } from "./calendar/time-zone.ts";
import { UsageError } from "./errors.ts";
import { logLevels } from "./logger.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** An address without a password or a query, which could end in a log. */
export const httpAddress = z
  .url({ protocol: /^https?$/, error: "must be an http or https address" })
  .refine(
    (url) => !/@/.test(URL.parse(url)?.href.split("/")[2] ?? ""),
    "must not hold a user name or password",
  )
  .refine((url) => !/[?#]/.test(url), "must be an address without ? and #");
const address = httpAddress.transform((url) => (url.endsWith("/") ? url.slice(0, -1) : url));

const timeZone = z.string().transform((word, context) => {
  const zone = spellTimeZone(word.trim());
  if (zone !== undefined) return zone;
  const near = zoneMeantBy(word);
  context.addIssue(
    near === undefined
      ? "must be an IANA time zone such as Europe/Berlin"
      : `must be an IANA time zone, here perhaps ${near}`,
  );
  return z.NEVER;
});

/** The settings that do not belong to a platform; the descriptions become the README's table and .env.example. */
export const settingsSchema = z.object({
  DATABASE_URL: z
    .string()
    .refine((path) => !/^(?:[a-z]{2,}:|~|:)/i.test(path), "must be a plain file path")
    .default("./data/paperboy.db")
    .describe("The SQLite file; its folder is made when it is missing."),
  HF_ENDPOINT: address
    .default("https://huggingface.co")
    .describe("Hugging Face, or a mirror that answers like it."),
  HF_TOKEN: z
    .string()
    .trim()
    .regex(/^[!-~]+$/, "must be a token, without spaces or line breaks")
    .optional()
    .describe("A Hugging Face token, for a higher quota. Not needed."),
  ARXIV_ENDPOINT: address
    .default("https://export.arxiv.org")
    .describe("arXiv's API, asked for papers that Hugging Face does not know."),
  DEFAULT_TIME_ZONE: timeZone
    .default(() => machineTimeZone() ?? "UTC")
    .describe(
      "Time zone of digests where nobody named one; without it the machine's own, or UTC where that has no name.",
    ),
  SAVE_EMOJI: z
    .string()
    .trim()
    .regex(
      /^(?::?[\p{L}\p{N}_+'-]{1,60}:?|\P{ASCII}{1,16})(?:\s+(?::?[\p{L}\p{N}_+'-]{1,60}:?|\P{ASCII}{1,16}))?$/u,
      "must be one emoji, or a name such as :star:",
    )
    .default("🔖")
    .describe(
      "The emoji that saves: `⭐`, one of its names, `:star:`, or the name of one of your own; where Slack and Discord differ, `⭐ :our-star:`.",
    ),
  CONFIGURE: z
    .enum(["anyone", "admins"], { error: "must be anyone or admins" })
    .default("anyone")
    .describe(
      "Who may subscribe a channel, where the platform leaves that open: any member, or admins only.",
    ),
  RETENTION_DAYS: z
    .string()
    .default("30")
    .transform(Number)
    .pipe(
      z
        .int("must be a whole number of days")
        .min(0, "must be 0 or more")
        .max(36_500, "must be at most 36500"),
    )
    .describe(
      "Days after which what is known of a workspace or server, and of its people, is deleted once Paperboy was taken out of it.",
    ),
  LOG_LEVEL: z
    .enum(logLevels, { error: `must be one of ${logLevels.join(", ")}` })
    .default("info")
    .describe("How much is logged on standard error; the terminal chat starts at warn."),
});

export type Settings = z.output<typeof settingsSchema>;

/** Where the machine's time zone is needed and has no name: what that means and what to do, in sentences. */
export function zoneTrouble({ DEFAULT_TIME_ZONE, TZ }: Environment): string | undefined {
  if (bareValue(DEFAULT_TIME_ZONE ?? "") !== "") return undefined;
  const zone = machineTimeZone();
  // What the system cannot read at all it may take for UTC.
  const isGuess = zone === "UTC" && TZ !== undefined && !isTimeZone(TZ.replace(/^:/, ""));
  // Of "GMT" it only knows how far it is from UTC.
  const isUtc = spellTimeZone(TZ?.replace(/^:/, "") ?? "") === "UTC";
  if (isUtc || (zone !== undefined && !isGuess)) return undefined;
  const isSet = `The variable TZ is ${TZ?.trim() ? "not the name of a time zone" : "empty"}`;
  const trouble = TZ === undefined ? "This machine's time zone has no name that Paperboy knows" : isSet;
  const near = spellTimeZone(TZ ?? "") ?? zoneMeantBy(TZ ?? "") ?? "Europe/Berlin";
  return `${trouble}, so digests are planned in UTC. Set DEFAULT_TIME_ZONE, for example to ${near}.`;
}

/**
 * The settings that `schema` describes, read from the environment; empty values count as absent.
 * @throws UsageError that names every variable with a problem and how to mend it, and never a value: it could be a token
 */
export function readSettings<T extends z.ZodType>(schema: T, env: Environment): z.output<T> {
  const read = parse(schema, env);
  if (read.success) return read.data;
  throw new UsageError(sayProblems(problemsOf(schema, env)));
}

/**
 * Checks several rooms' settings at once.
 * @param others what else is wrong with the settings, in sentences
 * @throws UsageError that names every problem of all of them
 */
export function checkSettings(
  schemas: readonly z.ZodType[],
  env: Environment,
  others: readonly string[],
): void {
  // A setting that several read is wrong once.
  const problems = [...new Set(schemas.flatMap((schema) => problemsOf(schema, env)))];
  const sentences = problems.length > 0 ? [...others, sayProblems(problems)] : others;
  if (sentences.length > 0) throw new UsageError(sentences.join(" "));
}

function parse<T extends z.ZodType>(schema: T, env: Environment): z.ZodSafeParseResult<z.output<T>> {
  const given = Object.entries(env).map(([name, value = ""]) => [name, bareValue(value)] as const);
  return schema.safeParse(Object.fromEntries(given.filter(([, value]) => value !== "")));
}

/** Without the quotes that `set` on Windows and Docker's env files leave around a value, and without spaces at its ends. */
export function bareValue(value: string): string {
  return value
    .trim()
    .replace(/^(["'])(.*)\1$/s, "$2")
    .trim();
}

function problemsOf(schema: z.ZodType, env: Environment): readonly string[] {
  return parse(schema, env).error?.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`) ?? [];
}

function sayProblems(problems: readonly string[]): string {
  return `Please fix these settings (in the environment or .env): ${problems.join("; ")}.`;
}
