import type { App, Receiver } from "@slack/bolt";

/** How Slack reaches the app: by sockets that we open, or by requests to a server of ours. */
export interface Connection {
  readonly receiver: Receiver;
  /** Resolves once Slack can reach the app. @throws Error that says where to mend it */
  open(app: App): Promise<void>;
  /** Resolves where Slack could not reach the app for a while, and may yet. */
  readonly late?: Promise<void>;
  close(): Promise<void>;
}
