import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { SlackOptions } from "./types.ts";

/** What makes a scene one in HTTP mode, on a port that was free a moment ago. */
export async function httpMode(): Promise<{ readonly slack: SlackOptions; readonly env: { PORT: string } }> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  const address = `127.0.0.1:${port}`;
  return { slack: { http: { requestUrl: `http://${address}/slack/events` } }, env: { PORT: address } };
}
