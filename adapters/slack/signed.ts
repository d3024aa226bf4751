import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { parse } from "node:querystring";
import { verifySlackRequest } from "@slack/bolt";
import type { Clock } from "../../src/clock.ts";
import { reasonOf } from "../../src/errors.ts";
import type { Logger } from "../../src/logger.ts";
import { requestBody, signatureAge } from "./limits.ts";

export interface SignedDeps {
  readonly signingSecret: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What Bolt takes for a body that was read already. */
type Buffered = IncomingMessage & { rawBody?: Buffer };

/**
 * Lets only those requests through to Bolt that Slack signed just now and whose body Bolt can read: it throws outside of every catch at a body
 * that is no object, and takes signatures from the future (5.1.0).
 */
export function onlySigned(next: RequestListener, deps: SignedDeps): RequestListener {
  const nextOrNothing: RequestListener = (request, response) => {
    try {
      next(request, response);
    } catch {
      // Bolt throws where an address or a method is not Slack's; a proxy that looks whether we are there has to be answered.
      turnAway(response, 404);
    }
  };
  return (request, response) => {
    pass(request, response, nextOrNothing, deps).catch((error) => {
      deps.logger.debug({ reason: reasonOf(error) }, "a request to Slack's address broke off");
      response.destroy();
    });
  };
}

async function pass(
  request: Buffered,
  response: ServerResponse,
  next: RequestListener,
  deps: SignedDeps,
): Promise<void> {
  // Whatever is no message of Slack's, Bolt turns away without reading it.
  if (request.method !== "POST") return next(request, response);
  const body = await bodyOf(request);
  if (body === undefined) return turnAway(response, 413);
  const isForm = request.headers["content-type"] === "application/x-www-form-urlencoded";
  request.rawBody = body;
  // Slack's check of the certificate is not signed, and Bolt reads nothing else of it.
  const isCheck = isForm && parse(String(body)).ssl_check === "1";
  if (!isCheck && !isSigned(request, String(body), deps)) return turnAway(response, 401);
  if (!isCheck && !isReadable(String(body), isForm)) return turnAway(response, 400);
  next(request, response);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > requestBody) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function isSigned({ headers }: IncomingMessage, body: string, { signingSecret, clock }: SignedDeps): boolean {
  const at = Number(headers["x-slack-request-timestamp"]);
  const now = clock().getTime();
  if (Math.abs(now / 1000 - at) > signatureAge) return false;
  const signed = {
    "x-slack-signature": String(headers["x-slack-signature"]),
    "x-slack-request-timestamp": at,
  };
  try {
    verifySlackRequest({ signingSecret, body, headers: signed, nowMilliseconds: now });
    return true;
  } catch {
    return false;
  }
}

/** Whether it is an object, as Bolt reads it. */
function isReadable(body: string, isForm: boolean): boolean {
  const { payload } = isForm ? parse(body) : { payload: body };
  if (isForm && typeof payload !== "string") return true;
  try {
    const read: unknown = JSON.parse(String(payload));
    return typeof read === "object" && read !== null && !Array.isArray(read);
  } catch {
    return false;
  }
}

function turnAway(response: ServerResponse, status: number): void {
  response.writeHead(status, { connection: "close" }).end();
}
