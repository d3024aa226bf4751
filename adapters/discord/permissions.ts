import { OAuth2Scopes, PermissionFlagsBits } from "discord.js";

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
