import { z } from "zod";
import { textProblems } from "./text.ts";

/** At most so many UTF-16 units: Discord counts no less than that. zod's own max counts code points. */
export const upTo = (max: number) =>
  z.string().refine((text) => text.length <= max, {
    message: `Must be ${max} or fewer in length.`,
    params: { code: "BASE_TYPE_MAX_LENGTH" },
    abort: true,
  });

/** A name or label, which Discord shows as it is. */
export const named = (max: number) =>
  upTo(max).refine((text) => text.trim() !== "", {
    message: "This field is required",
    params: { code: "BASE_TYPE_REQUIRED" },
    abort: true,
  });

/** A text that is read as Markdown. */
export const spoken = (max: number) =>
  upTo(max).superRefine((text, context) => {
    for (const message of textProblems(text)) context.addIssue({ code: "custom", message });
  });

export const someSpoken = (max: number) => named(max).pipe(spoken(max));

export const snowflake = z.string().regex(/^\d{17,20}$/, "no snowflake");
export const address = (max: number) => upTo(max).pipe(z.url({ protocol: /^https?$/ }));
/** Of a picture or file: on the web, or sent along. */
export const medium = z.union([address(2048), z.string().regex(/^attachment:\/\/[\w.-]+$/)]);
export const flag = z.boolean().nullish();
