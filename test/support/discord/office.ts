import type { z } from "zod";
import { flags, type MessageBody, messageSchema } from "./bodies.ts";
import type { Gateway } from "./gateway.ts";
import { botId, newId } from "./ids.ts";
import type { Interactions } from "./interactions.ts";
import type { PermissionName } from "./permissions.ts";
import { invalid, invalidForm, problem } from "./problem.ts";
import type { DiscordMessage, DiscordOptions, Json } from "./types.ts";
import { inGuild, mayRead, wireMessage } from "./wire.ts";
import type { Place, World } from "./world.ts";

export interface GivenFile {
  /** As "files[0]". */
  readonly part: string;
  readonly name: string;
  readonly content: string;
}

/** Everything that routes and members work with. */
export interface Office {
  readonly world: World;
  readonly gateway: Gateway;
  readonly interactions: Interactions;
  readonly options: DiscordOptions;
  readonly refused: string[];
  readonly base: () => string;
  readonly commands: Json[];
  registrations: number;
}

type Dispatching = Pick<Office, "world" | "gateway" | "options">;

/** An event that happens in a place; the bot hears of it where it sees the place. */
export function emit({ world, gateway }: Dispatching, place: Place, name: string, data: Json): void {
  if (world.isReachable(place) && world.allows(place, "ViewChannel"))
    gateway.dispatch(name, data, place.guildId);
}

/** A message as the bot is shown it. */
export function told({ world, options }: Dispatching, message: DiscordMessage): Json {
  return wireMessage(world, message, mayRead(message, options.messageContent === true));
}

export function announce(office: Dispatching, message: DiscordMessage, name: "CREATE" | "UPDATE"): void {
  const place = office.world.place(message.channelId);
  if (!place || message.ephemeralTo !== undefined) return;
  emit(office, place, `MESSAGE_${name}`, {
    ...told(office, message),
    ...inGuild(office.world, message),
    channel_type: place.type,
  });
}

/** A place that the bot may see, or Discord's error. */
export function visible({ world }: Pick<Office, "world">, id: string | undefined): Place {
  const place = world.place(id ?? "");
  if (!place) throw problem("unknownChannel");
  if (!world.isReachable(place)) throw problem("missingAccess");
  if (!world.allows(place, "ViewChannel")) throw problem("missingAccess");
  return place;
}

export function needs({ world }: Pick<Office, "world">, place: Place, ...names: PermissionName[]): void {
  if (!names.every((name) => world.allows(place, name))) throw problem("missingPermissions");
}

export function messageIn(
  { world }: Pick<Office, "world">,
  place: Place,
  id: string | undefined,
): DiscordMessage {
  const found = world.message(place.id, id ?? "");
  if (!found || found.ephemeralTo !== undefined) throw problem("unknownMessage");
  return found;
}

export function read<T>(schema: z.ZodType<T>, given: unknown): T {
  const done = schema.safeParse(given);
  if (!done.success) throw invalidForm(done.error.issues);
  return done.data;
}

/** Reads what is to become a message; one that shows nothing is none. */
export function readMessage(
  kind: "create" | "answer",
  body: unknown,
  files: readonly GivenFile[],
): MessageBody {
  const found = read(messageSchema(kind, body), body);
  if (isEmpty({ ...found, attachments: files })) throw problem("empty");
  checkFiles(found, files);
  return found;
}

function isEmpty(shown: {
  readonly content?: string | null | undefined;
  readonly embeds?: readonly unknown[] | null | undefined;
  readonly components?: readonly unknown[] | null | undefined;
  readonly attachments?: readonly unknown[] | null | undefined;
}): boolean {
  const lists = [shown.embeds, shown.components, shown.attachments];
  return !shown.content?.trim() && lists.every((list) => !list?.length);
}

/** Files and what the body says of them belong together, and so do pictures that are sent along. */
function checkFiles(body: MessageBody, files: readonly GivenFile[]): void {
  const parts = files.map(({ part }) => part);
  const wrong = parts.find((part, index) => part !== `files[${index}]`);
  if (wrong !== undefined) throw invalid(["files"], `a part named ${wrong}`);
  const missing = (body.attachments ?? []).find(({ id }) => Number(id) < 10 && !files[Number(id)]);
  if (missing) throw invalid(["attachments"], `no file ${missing.id}`);
  const named = JSON.stringify([body.embeds, body.components]).matchAll(/attachment:\/\/([\w.-]+)/g);
  const absent = [...named].find(([, name]) => !files.some((file) => file.name === name));
  if (absent) throw invalid(["attachments"], `${absent[0]} was not sent along`);
}

type Written = Partial<DiscordMessage>;

/** What a body says of a message; what it leaves out stays. */
export function written(body: MessageBody, files: readonly GivenFile[]): Written {
  return {
    ...(body.content !== undefined && { content: body.content ?? "" }),
    ...(body.embeds !== undefined && { embeds: (body.embeds ?? []) as Json[] }),
    ...(body.components !== undefined && { components: (body.components ?? []) as Json[] }),
    ...(files.length > 0 && {
      attachments: files.map(({ name, content }) => ({ id: newId(), filename: name, content })),
    }),
  };
}

/** An edit by the one who wrote it: of a message in a channel, or of an answer. */
export function edit(
  office: Office,
  before: DiscordMessage,
  given: unknown,
  files: readonly GivenFile[],
): DiscordMessage {
  const body = read(messageSchema("edit", given, (before.flags & flags.layout) !== 0), given);
  checkFiles(body, files);
  const kept = new Set(body.attachments?.map(({ id }) => String(id)));
  const attachments = body.attachments
    ? before.attachments.filter(({ id }) => kept.has(id))
    : before.attachments;
  const added = written(body, files);
  const after = {
    ...added,
    attachments: [...attachments, ...(added.attachments ?? [])],
    flags: (before.flags & ~flags.loading) | (body.flags ?? 0),
    edited: true,
  };
  const changed = { ...before, ...after };
  if (isEmpty(changed)) throw problem("empty");
  if ((changed.flags & flags.layout) !== 0 && (changed.content !== "" || changed.embeds.length > 0))
    throw invalid(["content"], "components v2 take neither content nor embeds");
  const done = office.world.change(before, after);
  announce(office, done, "UPDATE");
  return done;
}

/** Whether the bot may say this there. */
export function mayPost(office: Office, place: Place, body: MessageBody, files: readonly GivenFile[]): void {
  needs(office, place, "SendMessages");
  if (body.embeds?.length) needs(office, place, "EmbedLinks");
  if (files.length > 0) needs(office, place, "AttachFiles");
}

export function isOurs({ authorId }: DiscordMessage): boolean {
  return authorId === botId;
}
