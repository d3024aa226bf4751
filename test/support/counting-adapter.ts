import type { AdapterDeps, AdapterEntry, AdapterModule, ChatAdapter } from "../../src/chat/adapter.ts";
import type { PostId } from "../../src/chat/incoming.ts";
import { DeliveryError, reasonOf } from "../../src/errors.ts";

/** A platform that is nothing but its HTTP interface: see counting-server.ts. */
export function createCounting({ env, clock }: AdapterDeps): ChatAdapter {
  const stopped = new AbortController();
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    try {
      return await fetch(`${env.COUNT_URL}${path}`, { ...init, signal: stopped.signal });
    } catch (error) {
      throw broken(error);
    }
  };
  return {
    platform: "count",
    async start() {},
    async edit() {},
    async reactions() {
      return undefined;
    },
    async post(place, message, key) {
      const body = JSON.stringify({ key, place, at: clock().toISOString(), message });
      const headers = { "content-type": "application/json" };
      const response = await ask("/posts", { method: "POST", headers, body });
      return response.ok ? idOf(response) : refuse(response);
    },
    async find(_place, key, since) {
      const query = new URLSearchParams({ key, since: since.toISOString() });
      const response = await ask(`/posts?${query}`);
      if (response.status === 404) return "absent";
      if (response.status === 403) return "unknown";
      return response.ok ? idOf(response) : refuse(response);
    },
    async stop() {
      stopped.abort();
    },
  };
}

const counting: AdapterModule = { create: createCounting, preview: (message) => message };

/** The adapter's line in a registry. */
export const entry: AdapterEntry = {
  platform: "count",
  needs: [["COUNT_URL"]],
  load: async () => counting,
};

/** A connection that was refused carried nothing; one that broke may have. */
function broken(error: unknown): DeliveryError {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return new DeliveryError(`the connection failed (${String(code ?? reasonOf(error))})`, {
    retry: true,
    maybePosted: code !== "ECONNREFUSED",
    cause: error,
  });
}

/** @throws DeliveryError always: only a limit and a refusal say that nothing was posted */
function refuse(response: Response): never {
  const { status, headers } = response;
  if (status === 429) {
    const after = Number(headers.get("retry-after-ms") ?? Number(headers.get("retry-after") ?? 1) * 1000);
    throw new DeliveryError("rate limited", { retry: true, maybePosted: false, after });
  }
  const isServers = status >= 500;
  throw new DeliveryError(`it answered ${status}`, { retry: isServers, maybePosted: isServers });
}

/** @throws DeliveryError where the answer broke off: the post is there all the same */
async function idOf(response: Response): Promise<PostId> {
  try {
    const { id } = (await response.json()) as { readonly id: PostId };
    return id;
  } catch (error) {
    throw broken(error);
  }
}
