import { CloseCodes } from "@discordjs/ws";
import type { AdapterDeps } from "../../src/chat/adapter.ts";
import { createOutages, type Loss } from "../../src/chat/outages.ts";
import { brokenRequest, type DeliveryError } from "../../src/errors.ts";
import type { Lost, ShardsDeps } from "./shards.ts";

/** Milliseconds that a shard may take to come again where it was asked to, as now and then: a new session waits for its turn. */
const renewal = 10_000;

/** Whether Discord reaches us: it does where it reaches every shard. */
export function createContact(deps: AdapterDeps) {
  const outages = createOutages(deps);
  const closedDoor = Promise.withResolvers<void>();
  const away = new Set<number>();
  const changed: ShardsDeps["changed"] = (shard, lost) => {
    if (lost) {
      away.add(shard);
      outages.lost({ ...explain(lost), ...(renewals.has(lost.code) ? { patience: renewal } : {}) });
      closedDoor.resolve();
      return;
    }
    away.delete(shard);
    if (away.size === 0) outages.connected();
  };
  return {
    changed,
    /** Discord did not answer when it was asked for the way in. */
    unreached: ({ message, cause }: DeliveryError): void =>
      outages.lost({ reason: message, code: brokenRequest(cause).code }),
    /** Resolves once a connection was lost or could not be made. */
    closedDoor: closedDoor.promise,
    stop: (): void => outages.stop(),
  };
}

/** The SDK's own codes. */
const renewals: ReadonlySet<number> = new Set([CloseCodes.Normal, CloseCodes.Resuming]);

function explain({ code, error }: Lost): Loss {
  const [, status] = /Unexpected server response: (\d+)/.exec(String(error)) ?? [];
  if (status !== undefined) return { reason: `its gateway answered ${status}` };
  if (error !== undefined) return brokenRequest(error);
  // We closed it ourselves, and it has not been made again.
  if (renewals.has(code)) return { reason: "its gateway lets nobody in" };
  const isCut = code === noGoodbye;
  return { reason: isCut ? "connection broke off" : `its gateway closed the connection with code ${code}` };
}

/** https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1 */
const noGoodbye = 1006;
