import { z } from "zod";

export const tooMany = "too many characters";
export const emptyText = "empty text";

/** At most so many UTF-16 units, which is what Slack counts; zod's own max counts code points. */
export const upTo = (max: number) =>
  z.string().refine((text) => text.length <= max, { message: tooMany, abort: true });

/** A name that is there. */
export const named = (max: number) => upTo(max).refine((text) => text !== "", emptyText);

/** A text that shows something. */
export const some = (max: number) =>
  upTo(max).refine((text) => text.trim() !== "", { message: emptyText, abort: true });
