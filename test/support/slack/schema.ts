import { z } from "zod";
import { named, some } from "./strings.ts";
import { textProblems } from "./text.ts";

/** Arguments come as JSON or, in a form, as words. */
export const flag = z.union([z.boolean(), z.stringbool({ truthy: ["true", "1"], falsy: ["false", "0"] })]);
export const off = flag.refine((value) => !value, "has to be false");
export const count = z.coerce.number().pipe(z.int());
export const timestamp = z.string().regex(/^\d{10}\.\d{6}$/);
/** A point in time to search from or to; without a fraction it is a whole second. */
export const moment = z.coerce.string().regex(/^\d{1,10}(?:\.\d{1,6})?$/);

/** The text above all blocks, which notifications and screen readers use. */
export const messageText = some(40_000).superRefine((text, context) => {
  for (const message of textProblems(text)) context.addIssue({ code: "custom", message });
});

export const metadata = z.strictObject({
  event_type: named(255),
  event_payload: z.record(z.string(), z.unknown()),
});

/** Arguments that are JSON even in a form. */
const nested = ["blocks", "metadata", "unfurls", "view", "files"];

export function decodeArgs(body: string, type: string): Record<string, unknown> {
  if (type.startsWith("application/json")) return JSON.parse(body === "" ? "{}" : body);
  const fields = [...new URLSearchParams(body)].map(([key, value]) => [
    key,
    nested.includes(key) ? unpacked(value) : value,
  ]);
  return Object.fromEntries(fields);
}

function unpacked(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
