// docs.discord.com/developers/topics/permissions
export const bits = {
  AddReactions: 1n << 6n,
  ViewChannel: 1n << 10n,
  SendMessages: 1n << 11n,
  ManageMessages: 1n << 13n,
  EmbedLinks: 1n << 14n,
  AttachFiles: 1n << 15n,
  ReadMessageHistory: 1n << 16n,
  UseExternalEmojis: 1n << 18n,
  Connect: 1n << 20n,
  UseApplicationCommands: 1n << 31n,
  ManageChannels: 1n << 4n,
  ManageGuild: 1n << 5n,
  Administrator: 1n << 3n,
  ManageThreads: 1n << 34n,
  CreatePublicThreads: 1n << 35n,
  SendMessagesInThreads: 1n << 38n,
} as const;

export type PermissionName = keyof typeof bits;

/** What everyone has in a guild; the rest is given to members. */
const everyone: readonly PermissionName[] = [
  ...(["ViewChannel", "SendMessages", "SendMessagesInThreads", "EmbedLinks", "AttachFiles"] as const),
  ...(["ReadMessageHistory", "AddReactions", "CreatePublicThreads"] as const),
  ...(["UseExternalEmojis", "UseApplicationCommands", "Connect"] as const),
];

export function sum(names: readonly PermissionName[]): bigint {
  return names.reduce((all, name) => all | bits[name], 0n);
}

/** Everyone's permissions, without the history where a server has none. */
export function basePermissions(history: boolean): bigint {
  return sum(everyone.filter((name) => history || name !== "ReadMessageHistory"));
}

/** In a direct message there are no roles; this is what Discord reports for it. */
export const inDirectMessages = sum(everyone);

export function has(permissions: bigint, name: PermissionName): boolean {
  return (permissions & (bits[name] | bits.Administrator)) !== 0n;
}
