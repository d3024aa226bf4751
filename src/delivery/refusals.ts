import type { DeliveryError } from "../errors.ts";
import type { Logger } from "../logger.ts";

/** Milliseconds for which a platform that refused the whole installation is left alone: asked on and on, it would shut us out. */
export const restAfterRefusal = 60_000;

/** Platforms that refuse the whole installation at the moment, by their token for one. */
export interface Refusals {
  /** Whoever runs Paperboy is told of it once, until the platform takes something again. */
  refuse(platform: string, trouble: DeliveryError, now: Date): void;
  /** The platform has taken something. */
  accept(platform: string): void;
  /** Whether it refused us a moment ago. */
  isResting(platform: string, now: Date): boolean;
  /** Why the platforms that refuse us do, by their names. */
  current(): ReadonlyMap<string, string>;
}

export function createRefusals(logger: Pick<Logger, "error" | "info">): Refusals {
  const refused = new Map<string, { readonly at: Date; readonly reason: string }>();
  return {
    refuse(platform, { message, mend = "" }, at) {
      if (!refused.has(platform)) {
        const what = `${platform} refuses Paperboy as a whole (${message}). Its digests wait, for two hours at most.`;
        logger.error([what, mend].filter(Boolean).join(" "));
      }
      refused.set(platform, { at, reason: message });
    },
    accept(platform) {
      if (refused.delete(platform)) logger.info(`${platform} takes posts again`);
    },
    isResting(platform, now) {
      const at = refused.get(platform)?.at;
      // The clock may be set either way meanwhile.
      return at !== undefined && Math.abs(now.getTime() - at.getTime()) < restAfterRefusal;
    },
    current: () => new Map([...refused].map(([platform, { reason }]) => [platform, reason])),
  };
}
