import {
  type APIGuildMember,
  type APIOverwrite,
  type APIRole,
  type APIUser,
  ChannelType,
  OAuth2Scopes,
  OverwriteType,
  PermissionFlagsBits,
  PermissionsBitField,
  Routes,
} from "discord.js";
import type { Api } from "./api.ts";

/** What the bot needs in a server, and no more. */
const permissions =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.CreatePublicThreads |
  PermissionFlagsBits.ReadMessageHistory |
  PermissionFlagsBits.AttachFiles;

/** The address at which somebody invites the bot to a server. */
export function inviteLink(application: string): string {
  const scope = [OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands].join("+");
  return `https://discord.com/oauth2/authorize?client_id=${application}&scope=${scope}&permissions=${permissions}`;
}

interface Channel {
  readonly id: string;
  readonly type?: ChannelType;
  readonly name?: string | null;
  readonly guild_id?: string;
  /** Of a thread: the channel that it is in, whose permissions hold. */
  readonly parent_id?: string | null;
  readonly thread_metadata?: object;
  readonly permission_overwrites?: readonly APIOverwrite[];
}

/** What is known of a channel. */
export interface Place {
  readonly name: string;
  /** Where people speak, nothing can be done without Connect. */
  readonly isVoice?: boolean;
  /** What the bot may do there; nothing limits it in a direct message. */
  readonly mine?: PermissionsBitField;
}

const voice: ReadonlySet<ChannelType | undefined> = new Set([
  ChannelType.GuildVoice,
  ChannelType.GuildStageVoice,
]);

/** A channel's name, and what the bot may do there. */
export async function lookAt(rest: Api, id: string): Promise<Place> {
  const channel = (await rest.get(Routes.channel(id))) as Channel;
  const name = channel.name ?? id;
  if (channel.guild_id === undefined) return { name };
  const holding =
    channel.thread_metadata && channel.parent_id
      ? ((await rest.get(Routes.channel(channel.parent_id))) as Channel)
      : channel;
  const mine = await permissionsIn(rest, channel.guild_id, holding.permission_overwrites ?? []);
  return { name, isVoice: voice.has(channel.type), mine };
}

/** https://docs.discord.com/developers/topics/permissions#permission-overwrites */
async function permissionsIn(
  rest: Api,
  guild: string,
  overwrites: readonly APIOverwrite[],
): Promise<PermissionsBitField> {
  const { id: me } = (await rest.get(Routes.user())) as APIUser;
  const { roles } = (await rest.get(Routes.guild(guild))) as { readonly roles: readonly APIRole[] };
  const member = (await rest.get(Routes.guildMember(guild, me))) as APIGuildMember;
  const own = new Set([guild, ...member.roles]);
  let mine = roles
    .filter(({ id }) => own.has(id))
    .reduce((all, { permissions }) => all | BigInt(permissions), 0n);
  if (mine & PermissionFlagsBits.Administrator) return new PermissionsBitField(PermissionsBitField.All);
  const ofRoles = overwrites.filter(
    ({ type, id }) => type === OverwriteType.Role && own.has(id) && id !== guild,
  );
  const steps = [
    overwrites.filter(({ id }) => id === guild),
    ofRoles,
    overwrites.filter(({ type, id }) => type === OverwriteType.Member && id === me),
  ];
  for (const step of steps) {
    const sum = (field: "deny" | "allow"): bigint => step.reduce((all, one) => all | BigInt(one[field]), 0n);
    mine = (mine & ~sum("deny")) | sum("allow");
  }
  return new PermissionsBitField(mine);
}
