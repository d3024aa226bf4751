import { z } from "zod";
import type { GivenFile, Office } from "./office.ts";
import { read } from "./office.ts";
import { snowflake } from "./strings.ts";

export interface Asked {
  /** What stands in the path where the route has a name with a colon, in order. */
  readonly ids: readonly string[];
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly files: readonly GivenFile[];
}

/** An object is answered with 200, nothing with 204. */
export type Handler = (asked: Asked, office: Office) => object | undefined;

export interface Route {
  /** Without: whoever knows the token in the path may ask. */
  readonly needsToken: boolean;
  readonly run: Handler;
}

export type Routes = Readonly<Record<string, Route>>;

export function withToken(handlers: Readonly<Record<string, Handler>>): Routes {
  return Object.fromEntries(Object.entries(handlers).map(([name, run]) => [name, { needsToken: true, run }]));
}

export function withoutToken(handlers: Readonly<Record<string, Handler>>): Routes {
  return Object.fromEntries(
    Object.entries(handlers).map(([name, run]) => [name, { needsToken: false, run }]),
  );
}

const limit = z.coerce.number().int().min(1).max(100);

/** Part of a list; of the three places at most one. */
export const pageQuery = z
  .strictObject({
    limit: limit.default(50),
    ...{ before: snowflake.optional(), after: snowflake.optional(), around: snowflake.optional() },
  })
  .refine(
    ({ before, after, around }) => [before, after, around].filter(Boolean).length <= 1,
    "one place only",
  );

export function isOlder(one: string, other: string): boolean {
  return BigInt(one) < BigInt(other);
}

/** Says no to whatever stands in a query that wants nothing. */
export function without(query: Asked["query"]): void {
  read(z.strictObject({}), query);
}
