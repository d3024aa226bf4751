/** Whether the platforms reach us, and when they did not. */
export interface Contacts {
  record(platform: string, change: Pick<Contact, "state" | "reason"> & { readonly at: Date }): Promise<void>;
  /** By platform; outages that were over a day before the last change are forgotten. */
  all(): Promise<readonly Contact[]>;
}

export interface Contact {
  readonly platform: string;
  /** "stopped": nobody listens to it. */
  readonly state: "connected" | "lost" | "stopped";
  readonly since: Date;
  /** Why it was lost. */
  readonly reason?: string;
  /** Those that are over, oldest first. */
  readonly outages: readonly { readonly from: Date; readonly to: Date }[];
}
