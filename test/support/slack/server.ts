import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Api, type Tokens } from "./api.ts";
import { Fates } from "./fates.ts";
import { membersOf } from "./members.ts";
import { everyScope, type Office } from "./method.ts";
import { eventPayload } from "./payloads.ts";
import { PostOffice } from "./post-office.ts";
import { Requests } from "./requests.ts";
import { Triggers } from "./responses.ts";
import { Sockets } from "./sockets.ts";
import { toldOf } from "./told.ts";
import type { SlackOptions, SlackServer } from "./types.ts";
import { botUser, randomId, Workspace } from "./workspace.ts";

/** Milliseconds that an ack may take and a trigger_id lives. */
const threeSeconds = 3000;

/** A Slack workspace on the loopback interface, with the app installed; it refuses whatever a sound app does not do. */
export async function startSlack(options: SlackOptions = {}): Promise<SlackServer> {
  const { http, ackWithin = threeSeconds, trouble = 0, random = Math.random, scopes = everyScope } = options;
  const refused: string[] = [];
  const workspace = new Workspace(options.users, options.channels, options.clock);
  const signingSecret = secret();
  const tokens: Tokens = { bot: `xoxb-${secret()}`, app: `xapp-${secret()}`, revoked: false };
  const server = createServer((request, response) => {
    // A body that ends early is from a program that was killed while it wrote.
    api.handle(request, response).catch(() => response.destroy());
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const sockets = new Sockets(refused, ackWithin);
  const requests = http && new Requests(http.requestUrl, signingSecret, refused, ackWithin);
  const isTold = toldOf(workspace, scopes, options);
  const posts = new PostOffice(workspace, requests ?? sockets, refused, base, isTold);
  const fates = new Fates(trouble, random);
  const office: Office = {
    workspace,
    scopes,
    triggers: new Triggers(threeSeconds),
    refused,
    posts: [],
    uploads: new Map(),
    base,
    ticket: () => sockets.ticket(),
    emit: (event) => posts.announce(event),
  };
  const api = new Api(office, fates, tokens, posts.responses);
  server.on("upgrade", (request, socket, head) => sockets.upgrade(request, socket, head));
  const overHttp = (): Requests => {
    if (!requests) throw new Error("only in HTTP mode");
    return requests;
  };

  return {
    ...membersOf(workspace, posts, office.triggers, refused),
    url: `${base}/api/`,
    env: {
      SLACK_API_URL: `${base}/api/`,
      SLACK_BOT_TOKEN: tokens.bot,
      ...(http ? { SLACK_SIGNING_SECRET: signingSecret } : { SLACK_APP_TOKEN: tokens.app }),
    },
    signingSecret,
    botUser,
    refused,
    posts: office.posts,
    calls: api.calls,
    files: workspace.files,
    unfurls: workspace.unfurls,
    get messages() {
      return workspace.messages;
    },
    get views() {
      return [...workspace.views];
    },
    get sockets() {
      return sockets.open;
    },
    get connections() {
      return sockets.connections;
    },
    connected: (n) => sockets.connected(n),
    event: (event, given) => posts.event(event, given),
    sendRaw: (frame) => posts.raw(frame),
    resend: (sent) => posts.resend(sent),
    forged: async (how = "signature") =>
      overHttp().forged(eventPayload({ type: "app_mention" }, randomId("Ev")), how),
    signed: async (body, type) => overHttp().signed(body, type),
    verifyUrl: async () => overHttp().challenge({ type: "url_verification", challenge: randomId("") }),
    next: (method, ...given) => fates.next(method, given),
    limitPosts: (given) => fates.limitPosts(given?.burst),
    dropSockets: () => sockets.drop(),
    disconnect: (reason, which) => sockets.disconnect(reason, which),
    refuseConnections: (ms) => {
      api.closedUntil = Date.now() + ms;
    },
    refuseSockets: (how) => sockets.refuse(how),
    get tries() {
      return sockets.tries;
    },
    revoke: () => {
      tokens.revoked = true;
      sockets.close();
    },
    install: () => {
      tokens.revoked = false;
    },
    stop: async () => {
      await Promise.all([sockets.stop(), requests?.stop()]);
      const closed = once(server.close(), "close");
      server.closeAllConnections();
      await closed;
    },
  };
}

function secret(): string {
  return randomBytes(16).toString("hex");
}
