import type { Server } from "node:http";
import { HTTPReceiver } from "@slack/bolt";
import type { Outages } from "../../src/chat/outages.ts";
import type { Clock } from "../../src/clock.ts";
import { reasonOf } from "../../src/errors.ts";
import type { Logger } from "../../src/logger.ts";
import { quietLogger } from "./client.ts";
import type { Connection } from "./connection.ts";
import { requestBody } from "./limits.ts";
import { onlySigned } from "./signed.ts";

export const endpoint = "/slack/events";
/** Milliseconds that open requests get when the server closes; answers under way get theirs on top. */
const patience = 1000;

export interface HttpDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly outages: Pick<Outages, "connected">;
}

/** Until what no listener acknowledges is answered with 404: they do at once, and Slack waits three seconds. */
const unheard = 2000;
/** Where a port alone is listened on: a proxy on the same machine reaches it, and nobody else. */
const ownMachine = "127.0.0.1";

/** HTTP mode: Slack calls us, and signs what it says. @param address a port, or an address and a port */
export function createHttp(
  signingSecret: string,
  address: string,
  { clock, logger, outages }: HttpDeps,
): Connection {
  const [, host = ownMachine, port = ""] = /^(?:\[?([^\]]+)\]?:)?(\d+)$/.exec(address) ?? [];
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: endpoint,
    bodyLimit: requestBody,
    unhandledRequestTimeoutMillis: unheard,
    logger: quietLogger(logger),
    processEventErrorHandler: async ({ error, response }) => {
      logger.warn({ reason: reasonOf(error) }, "a request of Slack's could not be taken");
      if (!response.headersSent) response.writeHead(400).end();
      return false;
    },
  });
  receiver.requestListener = onlySigned(receiver.requestListener, { signingSecret, clock, logger });
  let server: Pick<Server, "closeAllConnections"> | undefined;
  return {
    receiver,
    async open() {
      try {
        server = await receiver.start({ port: Number(port), host });
      } catch (cause) {
        throw new Error(`PORT cannot be listened on${whyNot(cause)}: choose another.`, { cause });
      }
      outages.connected();
      logger.info(`Slack is listened to on ${host}, port ${port}, at ${endpoint}`);
    },
    async close() {
      if (!server) return;
      const limit = setTimeout(() => server?.closeAllConnections(), patience);
      await receiver.stop().catch(() => {});
      clearTimeout(limit);
    },
  };
}

function whyNot(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "EADDRINUSE") return ", because another program listens there";
  if (code === "EACCES") return ", because ports below 1024 are kept for the system";
  return code === "EADDRNOTAVAIL" || code === "ENOTFOUND" ? ", because this machine has no such address" : "";
}
