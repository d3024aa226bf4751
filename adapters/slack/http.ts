import type { Server } from "node:http";
import { HTTPReceiver } from "@slack/bolt";
import type { Outages } from "../../src/chat/outages.ts";
import { reasonOf } from "../../src/errors.ts";
import type { Logger } from "../../src/logger.ts";
import { quietLogger } from "./client.ts";
import type { Connection } from "./connection.ts";
import { requestBody } from "./limits.ts";

export const endpoint = "/slack/events";
/** Milliseconds that open requests get when the server closes; answers under way get theirs on top. */
const patience = 1000;

export interface HttpDeps {
  readonly logger: Logger;
  readonly outages: Pick<Outages, "connected">;
}

/** HTTP mode: Slack calls us, and signs what it says. @param address a port, or an address and a port */
export function createHttp(
  signingSecret: string,
  address: string,
  { logger, outages }: HttpDeps,
): Connection {
  const [, host, port = ""] = /^(?:\[?([^\]]+)\]?:)?(\d+)$/.exec(address) ?? [];
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: endpoint,
    bodyLimit: requestBody,
    logger: quietLogger(logger),
    processEventErrorHandler: async ({ error }) => {
      logger.warn({ reason: reasonOf(error) }, "a request of Slack's could not be taken");
      return false;
    },
  });
  let server: Pick<Server, "closeAllConnections"> | undefined;
  return {
    receiver,
    async open() {
      try {
        server = await receiver.start({ port: Number(port), ...(host === undefined ? {} : { host }) });
      } catch (cause) {
        throw new Error(`PORT cannot be listened on (${reasonOf(cause)}): choose another.`, { cause });
      }
      outages.connected();
      logger.info(`Slack is listened to on port ${port}, at ${endpoint}`);
    },
    async close() {
      if (!server) return;
      const limit = setTimeout(() => server?.closeAllConnections(), patience);
      await receiver.stop().catch(() => {});
      clearTimeout(limit);
    },
  };
}
